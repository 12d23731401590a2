package dev.sluice.gold;

import dev.sluice.local.RedisServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.Jedis;

/** The one Redis of this test JVM, started on first use; empty when a test begins. */
final class SharedRedis implements AfterEachCallback {
  private final Jedis connection = new Jedis(server().uri());

  SharedRedis() {
    connection.flushAll();
  }

  static RedisServer server() {
    return Holder.SERVER;
  }

  /** A connection of this test. */
  Jedis connection() {
    return connection;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    connection.close();
  }

  private static final class Holder {
    static final RedisServer SERVER = RedisServer.start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }
}
