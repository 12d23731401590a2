package dev.sluice.silver;

import java.time.LocalDate;

/** The month that a date or timestamp lies in: its first day, or that day's first moment. */
final class MonthGuard {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private MonthGuard() {}

  static int ofDays(int days) {
    long first = LocalDate.ofEpochDay(days).withDayOfMonth(1).toEpochDay();
    // Only the month that the dates there are begin in has no first day of its own.
    return (int) Math.max(first, Integer.MIN_VALUE);
  }

  static long ofMicros(long micros) {
    long first =
        LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY)).withDayOfMonth(1).toEpochDay();
    return Math.max(first, Long.MIN_VALUE / MICROS_PER_DAY) * MICROS_PER_DAY;
  }
}
