package dev.sluice.examples.expected;

import java.time.Duration;
import java.time.Instant;

/** Tumbling windows, aligned to 1970. */
public final class Windows {
  private Windows() {}

  /** The start of the window that holds an instant. */
  public static Instant startOf(Instant instant, Duration length) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
  }
}
