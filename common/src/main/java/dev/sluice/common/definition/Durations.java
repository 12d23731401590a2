package dev.sluice.common.definition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 10 minutes}, {@code 30 s}, {@code 1 day} and ISO 8601's {@code PT10M}. */
public final class Durations {
  /** A number and a unit; also the pattern of the published JSON Schema. */
  static final String WORDS =
      "^[0-9]{1,9} ?(ms|millis|milliseconds?|s|sec|seconds?|min|minutes?|h|hours?|d|days?)$";

  /** ISO 8601, days to milliseconds; also the pattern of the published JSON Schema. */
  static final String ISO_8601 =
      "^P(?=[0-9T])([0-9]{1,9}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?"
          + "([0-9]{1,9}([.][0-9]{1,3})?S)?)?$";

  static final String HINT = "write a number and a unit, such as 30 s, 10 minutes, 2 hours, 1 day";

  /** Keeps every sum of durations and times within microseconds in a long. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern WORDS_PATTERN = Pattern.compile(WORDS);
  private static final Pattern ISO_PATTERN = Pattern.compile(ISO_8601);

  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("ms", Duration.ofMillis(1)),
          Map.entry("millis", Duration.ofMillis(1)),
          Map.entry("millisecond", Duration.ofMillis(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("sec", Duration.ofSeconds(1)),
          Map.entry("second", Duration.ofSeconds(1)),
          Map.entry("min", Duration.ofMinutes(1)),
          Map.entry("minute", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("hour", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("day", Duration.ofDays(1)));

  private Durations() {}

  /** Empty when the text is no duration; zero and very long ones are for the caller to judge. */
  public static Optional<Duration> parse(String text) {
    Matcher words = WORDS_PATTERN.matcher(text);
    if (words.matches()) {
      String unit = words.group(1);
      long number = Long.parseLong(text.substring(0, text.length() - unit.length()).strip());
      return Optional.of(unit(unit).multipliedBy(number));
    }
    return ISO_PATTERN.matcher(text).matches()
        ? Optional.of(Duration.parse(text))
        : Optional.empty();
  }

  /** As somebody would write it: {@code 90 minutes}, {@code 2 hours}, {@code 1500 ms}. */
  static String shown(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 86_400_000 == 0) {
      return counted(millis / 86_400_000, "day");
    } else if (millis % 3_600_000 == 0) {
      return counted(millis / 3_600_000, "hour");
    } else if (millis % 60_000 == 0) {
      return counted(millis / 60_000, "minute");
    }
    return millis % 1000 == 0 ? counted(millis / 1000, "second") : millis + " ms";
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  private static Duration unit(String written) {
    Duration exact = UNITS.get(written);
    return exact != null ? exact : UNITS.get(written.substring(0, written.length() - 1));
  }
}
