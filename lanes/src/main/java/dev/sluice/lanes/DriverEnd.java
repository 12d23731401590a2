package dev.sluice.lanes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * How a driver is asked to end, from wherever, and how its process then ends: with the driver's own
 * code, also after a signal. Made and used by the thread that runs the driver.
 */
final class DriverEnd {
  /** Above Spark's own hook, which would stop the context under the last flush. */
  private static final int SHUTDOWN_PRIORITY = 100;

  /** A flush behind a full backlog; longer and something is broken. */
  private static final long SHUTDOWN_SECONDS = 120;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Thread driver = Thread.currentThread();
  private volatile boolean shutdown;
  private volatile boolean over;

  /** From now on SIGTERM and SIGINT ask. */
  void askOnSignals() {
    ShutdownHookManager.get()
        .addShutdownHook(
            this::shutdownHasBegun, SHUTDOWN_PRIORITY, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
  }

  void ask() {
    asked.countDown();
  }

  /** Waits until asked, but not longer than told; whether it was. */
  boolean isAskedWithin(long millis) throws InterruptedException {
    return asked.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the process, or returns to let it end by itself: the last thing that main does. */
  void with(int code) {
    over = true;
    if (shutdown) {
      // Not exit(): the shutdown waits for this thread, and would end with the signal's code.
      Runtime.getRuntime().halt(code);
    } else if (code != 0) {
      System.exit(code);
    }
    // A main that returns has succeeded; YARN's application master takes even exit(0) for a
    // failure.
  }

  /**
   * Called in the shutdown of the process. Does not return before the driver is done: its thread
   * then halts the process.
   */
  private void shutdownHasBegun() {
    if (over) {
      return;
    }
    shutdown = true;
    ask();
    try {
      driver.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
