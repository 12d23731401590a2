package dev.sluice.lanes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /metrics} in Prometheus' text format and {@code GET /healthz} with 200 or 503
 * and a JSON object, one question at a time.
 */
final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService thread;
  private final Supplier<String> metrics;
  private final Supplier<DriverHealth> health;

  private MetricsServer(
      HttpServer server, Supplier<String> metrics, Supplier<DriverHealth> health) {
    this.server = server;
    this.metrics = metrics;
    this.health = health;
    this.thread = Executors.newSingleThreadExecutor(MetricsServer::daemon);
    server.setExecutor(thread);
    server.createContext("/", this::answer);
    server.start();
    LOG.info("Metrics are at {}", uri());
  }

  /**
   * Listens at an address; at another free port when that one is taken, since a driver without
   * metrics is worth more than none.
   */
  static MetricsServer start(
      MetricsAddress address, Supplier<String> metrics, Supplier<DriverHealth> health) {
    return new MetricsServer(bind(address), metrics, health);
  }

  private static HttpServer bind(MetricsAddress address) {
    try {
      return HttpServer.create(new InetSocketAddress(address.host(), address.port()), BACKLOG);
    } catch (BindException taken) {
      LOG.warn("Metrics move to another port: {} of {} is taken", address.port(), address.host());
      return bind(new MetricsAddress(address.host(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + address, e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "metrics");
    thread.setDaemon(true);
    return thread;
  }

  /** Where it answers: {@code http://127.0.0.1:9464/metrics}. */
  URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://%s:%d/metrics".formatted(address.getHostString(), address.getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, TEXT, "Only GET\n");
      } else if (path.equals("/metrics")) {
        send(exchange, 200, TEXT, metrics.get());
      } else if (path.equals("/healthz")) {
        DriverHealth now = health.get();
        send(exchange, now.isHealthy() ? 200 : 503, JSON, now.json());
      } else {
        send(exchange, 404, TEXT, "Try /metrics or /healthz\n");
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot answer {}", exchange.getRequestURI(), e);
    }
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
