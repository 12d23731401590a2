package dev.sluice.gold;

import dev.sluice.common.error.StackErrors;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * A connection to Redis, made when it is needed, whose every question ends in time whatever the
 * other side does. A socket's time-out bounds reading only: writing to a Redis that has stopped
 * would wait for ever once the kernel's buffers are full, so a watchdog closes the socket.
 */
final class HotConnection implements AutoCloseable {
  private final HostAndPort address;
  private final JedisClientConfig config;
  private final Duration connectLimit;
  private final Duration questionLimit;
  private final Consumer<Jedis> onConnect;
  private final ScheduledThreadPoolExecutor watchdog;

  private volatile OneSocket socket;
  private Jedis jedis;

  /**
   * Connects to nothing yet.
   *
   * @param redis {@code host:port} or a {@code redis://} or {@code rediss://} URI
   * @param onConnect asked first of each new connection
   */
  HotConnection(String redis, HotOptions options, Consumer<Jedis> onConnect) {
    URI uri = uri(redis);
    this.address = JedisURIHelper.getHostAndPort(uri);
    this.config = config(uri, options);
    this.connectLimit = options.connectTimeout().plus(options.replyTimeout());
    this.questionLimit = options.replyTimeout().multipliedBy(2);
    this.onConnect = onConnect;
    this.watchdog = watchdog(address);
  }

  private static URI uri(String redis) {
    try {
      URI uri = URI.create(redis.contains("://") ? redis : "redis://" + redis);
      if (JedisURIHelper.isValid(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException notAUri) {
      // Falls through: the address may hold a password, so what the parser says of it is not shown.
    }
    throw StackErrors.redisAddressInvalid();
  }

  private static JedisClientConfig config(URI uri, HotOptions options) {
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis((int) options.connectTimeout().toMillis())
        .socketTimeoutMillis((int) options.replyTimeout().toMillis())
        .user(JedisURIHelper.getUser(uri))
        .password(JedisURIHelper.getPassword(uri))
        .database(JedisURIHelper.getDBIndex(uri))
        .ssl(JedisURIHelper.isRedisSSLScheme(uri))
        .clientName("sluice-hot")
        // An error reply to CLIENT SETINFO would be all that tells an old Redis from a young one.
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  private static ScheduledThreadPoolExecutor watchdog(HostAndPort address) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "sluice-hot-watchdog " + address);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /**
   * Asks, connecting first where there is no connection.
   *
   * @throws HotUnavailable when Redis cannot be reached, does not answer in time, or answers with
   *     an error that the question does not handle; the next question gets a new connection
   */
  <T> T ask(Function<Jedis, T> question) throws HotUnavailable {
    try {
      if (jedis == null) {
        jedis = within(connectLimit, this::connect);
        within(questionLimit, () -> onConnect.accept(jedis));
      }
      return within(questionLimit, () -> question.apply(jedis));
    } catch (JedisDataException refused) {
      drop();
      throw new HotUnavailable(HotFailure.of(refused.getMessage()), refused);
    } catch (JedisException failed) {
      drop();
      throw new HotUnavailable(HotFailure.UNREACHABLE, failed);
    } catch (RuntimeException unforeseen) {
      // Replies may be left unread, and would answer the next question.
      drop();
      throw unforeseen;
    }
  }

  private Jedis connect() {
    socket = new OneSocket(new DefaultJedisSocketFactory(address, config));
    return new Jedis(socket, config);
  }

  private void within(Duration limit, Runnable work) {
    within(
        limit,
        () -> {
          work.run();
          return null;
        });
  }

  private <T> T within(Duration limit, Supplier<T> work) {
    ScheduledFuture<?> bite = watchdog.schedule(this::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } finally {
      bite.cancel(false);
    }
  }

  private void cut() {
    OneSocket current = socket;
    if (current != null) {
      current.cut();
    }
  }

  /** Jedis's own close would first flush what is buffered, and wait for it. */
  private void drop() {
    cut();
    jedis = null;
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    drop();
  }

  /**
   * Gives one socket and no second: Jedis connects again on its own where it finds its socket
   * closed, and the rest of a pipeline would go out without its beginning.
   */
  private static final class OneSocket implements JedisSocketFactory {
    private final JedisSocketFactory factory;
    private Socket socket;
    private boolean used;

    OneSocket(JedisSocketFactory factory) {
      this.factory = factory;
    }

    @Override
    public Socket createSocket() {
      if (use()) {
        throw new JedisConnectionException("Connection lost");
      }
      return keep(factory.createSocket());
    }

    private synchronized boolean use() {
      boolean before = used;
      used = true;
      return before;
    }

    private synchronized Socket keep(Socket created) {
      socket = created;
      return created;
    }

    synchronized void cut() {
      used = true;
      if (socket != null) {
        try {
          socket.close();
        } catch (IOException alreadyGone) {
          // It was to be gone.
        }
      }
    }

    @Override
    public String toString() {
      return factory.toString();
    }
  }
}
