package dev.sluice.objectstore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.common.s3.PretendedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;

/** The way to the pretended S3, on which answers get lost, or conditions, or everything. */
final class FlakyStore implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "expect", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final HttpServer server;
  private volatile boolean cut;
  private volatile boolean unconditional;

  FlakyStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::forward);
    server.start();
  }

  /** How Hadoop, and all that looks where it looks, goes this way. */
  Configuration hadoop() {
    Configuration hadoop = new Configuration(false);
    PretendedS3.settings(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .forEach(hadoop::set);
    return hadoop;
  }

  /** The next writes are done, and their writers told that they failed. */
  void loseAnswers(int count) {
    answersToLose.set(count);
  }

  /** From now on, or no longer, nothing gets through. */
  void cut(boolean isCut) {
    cut = isCut;
  }

  /** The store does not know conditions of puts, as some do not. */
  void forgetConditions() {
    unconditional = true;
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean isPut = exchange.getRequestMethod().equals("PUT");
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (cut) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      HttpResponse<byte[]> answer =
          client.send(request(exchange, body), BodyHandlers.ofByteArray());
      if (isPut && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase())) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      boolean hasBody = !exchange.getRequestMethod().equals("HEAD") && answer.body().length > 0;
      exchange.sendResponseHeaders(answer.statusCode(), hasBody ? answer.body().length : -1);
      if (hasBody) {
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(PretendedS3.endpoint().resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              boolean isCondition = name.toLowerCase().startsWith("if-");
              if (!OF_THE_CONNECTION.contains(name.toLowerCase())
                  && !(unconditional && isCondition)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
