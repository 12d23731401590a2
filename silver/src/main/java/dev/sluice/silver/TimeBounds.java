package dev.sluice.silver;

import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * The times that binary formats may say and silver takes: those of the years 1 to 9999, as of JSON.
 * Engines cannot show others, and some fail over them. The event's own time has bounds of its own,
 * which tell a wrong unit ({@code EVENT_TIME_SUSPECT}).
 */
final class TimeBounds {
  private static final long EARLIEST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LATEST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long EARLIEST_MICROS = microsOf(Instant.parse("0001-01-01T00:00:00Z"));

  /** Not included. */
  private static final long LATEST_MICROS = microsOf(Instant.parse("+10000-01-01T00:00:00Z"));

  private TimeBounds() {}

  private static long microsOf(Instant time) {
    return TimeUnit.SECONDS.toMicros(time.getEpochSecond());
  }

  /** Whether so many days after 1970-01-01 are a date. */
  static boolean isDay(int days) {
    return days >= EARLIEST_DAY && days <= LATEST_DAY;
  }

  /** Whether so many microseconds after 1970 are a time. */
  static boolean isTime(long micros) {
    return micros >= EARLIEST_MICROS && micros < LATEST_MICROS;
  }

  /** Microseconds of milliseconds, the largest or least there are where they are too many. */
  static long microsOfMillis(long millis) {
    return TimeUnit.MILLISECONDS.toMicros(millis);
  }

  /** The same of seconds. */
  static long microsOfSeconds(long seconds) {
    return TimeUnit.SECONDS.toMicros(seconds);
  }
}
