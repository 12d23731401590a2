package dev.sluice.lanes;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a lane to end, and wakes it when it waits for its next turn. */
final class StopSignal {
  private final CountDownLatch raised = new CountDownLatch(1);

  void raise() {
    raised.countDown();
  }

  boolean isRaised() {
    return raised.getCount() == 0;
  }

  /** Waits, but not past the signal. */
  void await(Duration duration) throws InterruptedException {
    raised.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
