package dev.sluice.local;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a server to answer, and not longer than it lives. */
final class Waiting {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Waiting() {}

  /** The wait was in vain; the message says why. */
  static final class GaveUp extends Exception {
    private static final long serialVersionUID = 1L;

    GaveUp(String message) {
      super(message);
    }
  }

  static void until(Duration limit, BooleanSupplier alive, BooleanSupplier ready) throws GaveUp {
    long end = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (!alive.getAsBoolean()) {
        throw new GaveUp("the process ended");
      }
      if (System.nanoTime() - end > 0) {
        throw new GaveUp("no answer within " + limit.toSeconds() + " s");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new GaveUp("the start was interrupted");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
