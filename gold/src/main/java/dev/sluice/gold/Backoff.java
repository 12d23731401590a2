package dev.sluice.gold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When to try again: at once after a success, ever later after failures in a row. */
final class Backoff {
  private final Duration first;
  private final Duration last;
  private final InstantSource clock;

  private Duration wait = Duration.ZERO;
  private Instant due = Instant.MIN;

  Backoff(Duration first, Duration last, InstantSource clock) {
    this.first = first;
    this.last = last;
    this.clock = clock;
  }

  boolean isDue() {
    return !clock.instant().isBefore(due);
  }

  boolean hasFailed() {
    return !wait.isZero();
  }

  void succeeded() {
    wait = Duration.ZERO;
    due = Instant.MIN;
  }

  void failed() {
    wait = hasFailed() ? wait.multipliedBy(2) : first;
    if (wait.compareTo(last) > 0) {
      wait = last;
    }
    due = clock.instant().plus(wait);
  }
}
