package dev.sluice.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on the loopback address, the only address the local stack listens on. */
public final class Ports {
  /** Where Kafka listens unless the port is taken. */
  public static final int KAFKA = 19092;

  /** Where Redis listens unless the port is taken. */
  public static final int REDIS = 16379;

  /** Where Trino listens unless the port is taken. */
  public static final int TRINO = 18080;

  /** Where the schema registry listens unless the port is taken. */
  public static final int REGISTRY = 18081;

  // Below the ports that Linux and macOS hand out to clients: a connection of some other process
  // must not land on the port of a server that is about to be restarted.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  private Ports() {}

  /** A port nobody listens on at the moment of the call. */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "No free port found between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
  }

  /** The given port when nobody listens on it, else another free one. */
  public static int freeOr(int preferred) {
    return isFree(preferred) ? preferred : free();
  }

  /** Whether a server could listen on the port now. */
  public static boolean isFree(int port) {
    // Bound, never listening: a process that another thread forks at this moment inherits the
    // socket for some milliseconds, and a listening one would keep the port taken that long.
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
