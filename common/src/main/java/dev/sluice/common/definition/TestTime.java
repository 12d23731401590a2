package dev.sluice.common.definition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times in tests: {@code 10:00}, {@code 10:00:00.5} of today in UTC, or with date and zone. */
public final class TestTime {
  static final String HINT =
      "write a clock time of today in UTC, such as \"10:12:00\", or \"2026-03-01T10:12:00Z\"";

  private static final Pattern CLOCK =
      Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?");

  private TestTime() {}

  /** The instant that a text means; empty when it is none. */
  public static Optional<Instant> at(String text, LocalDate today) {
    try {
      return Optional.of(
          CLOCK.matcher(text).matches()
              ? today.atTime(LocalTime.parse(text)).toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** Whether a text is the time of a day. */
  public static boolean isClock(String text) {
    return CLOCK.matcher(text).matches() && at(text, LocalDate.EPOCH).isPresent();
  }
}
