package dev.sluice.silver;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * RFC 3339 dates and times out of their characters: {@code 2024-02-29}, {@code
 * 2024-02-29T12:30:00.123456+01:00}. A text of another form is no time at all ({@link
 * #NOT_IN_FORM}); one of the right form that no calendar or Spark type has (30 February, a leap
 * second, year 0) is {@link #NO_SUCH_TIME}. Digits beyond the microsecond are cut off, as every
 * timestamp of Sluice ends there.
 */
final class DateTimeText {
  static final long NOT_IN_FORM = Long.MIN_VALUE;
  static final long NO_SUCH_TIME = Long.MIN_VALUE + 1;

  private static final int DATE_LENGTH = 10;
  private static final int SECOND_LENGTH = 19;
  private static final int OFFSET_LENGTH = 6;
  private static final int MICRO_DIGITS = 6;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long FIRST_SECOND = LocalDate.of(1, 1, 1).toEpochDay() * SECONDS_PER_DAY;
  private static final long END_SECOND = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_PER_DAY;

  private DateTimeText() {}

  /** Days since 1970-01-01. */
  static long days(char[] chars, int from, int length) {
    return length == DATE_LENGTH ? daysAt(chars, from) : NOT_IN_FORM;
  }

  /** Microseconds since 1970-01-01T00:00:00Z. */
  static long micros(char[] chars, int from, int length) {
    int end = from + length;
    if (length <= SECOND_LENGTH || Character.toUpperCase(chars[from + DATE_LENGTH]) != 'T') {
      return NOT_IN_FORM;
    }
    int zone = endOfFraction(chars, from + SECOND_LENGTH, end);
    long days = daysAt(chars, from);
    long second = secondOfDay(chars, from + DATE_LENGTH + 1);
    long offset = zone < 0 ? NOT_IN_FORM : offsetSeconds(chars, zone, end);
    if (days == NOT_IN_FORM || second == NOT_IN_FORM || offset == NOT_IN_FORM) {
      return NOT_IN_FORM;
    }
    if (days == NO_SUCH_TIME || second == NO_SUCH_TIME || offset == NO_SUCH_TIME) {
      return NO_SUCH_TIME;
    }
    long seconds = days * SECONDS_PER_DAY + second - offset;
    if (seconds < FIRST_SECOND || seconds >= END_SECOND) {
      return NO_SUCH_TIME;
    }
    return seconds * MICROS_PER_SECOND + fraction(chars, from + SECOND_LENGTH, zone);
  }

  private static long daysAt(char[] chars, int at) {
    int year = number(chars, at, 4);
    int month = number(chars, at + 5, 2);
    int day = number(chars, at + 8, 2);
    if (year < 0 || month < 0 || day < 0 || chars[at + 4] != '-' || chars[at + 7] != '-') {
      return NOT_IN_FORM;
    }
    boolean exists =
        year > 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth();
    return exists ? LocalDate.of(year, month, day).toEpochDay() : NO_SUCH_TIME;
  }

  private static long secondOfDay(char[] chars, int at) {
    int hour = number(chars, at, 2);
    int minute = number(chars, at + 3, 2);
    int second = number(chars, at + 6, 2);
    if (hour < 0 || minute < 0 || second < 0 || chars[at + 2] != ':' || chars[at + 5] != ':') {
      return NOT_IN_FORM;
    }
    boolean exists = hour < 24 && minute < 60 && second < 60;
    return exists ? (hour * 60L + minute) * 60 + second : NO_SUCH_TIME;
  }

  /** Where the zone begins; -1 when there is a point without digits. */
  private static int endOfFraction(char[] chars, int at, int end) {
    if (chars[at] != '.') {
      return at;
    }
    int digit = at + 1;
    while (digit < end && isDigit(chars[digit])) {
      digit++;
    }
    return digit == at + 1 ? -1 : digit;
  }

  private static long fraction(char[] chars, int point, int end) {
    long micros = 0;
    for (int i = 1; i <= MICRO_DIGITS; i++) {
      micros = micros * 10 + (point + i < end ? chars[point + i] - '0' : 0);
    }
    return micros;
  }

  private static long offsetSeconds(char[] chars, int at, int end) {
    if (end - at == 1) {
      return Character.toUpperCase(chars[at]) == 'Z' ? 0 : NOT_IN_FORM;
    }
    if (end - at != OFFSET_LENGTH || (chars[at] != '+' && chars[at] != '-')) {
      return NOT_IN_FORM;
    }
    int hour = number(chars, at + 1, 2);
    int minute = number(chars, at + 4, 2);
    if (hour < 0 || minute < 0 || chars[at + 3] != ':') {
      return NOT_IN_FORM;
    }
    if (hour > 23 || minute > 59) {
      return NO_SUCH_TIME;
    }
    long seconds = (hour * 60L + minute) * 60;
    return chars[at] == '-' ? -seconds : seconds;
  }

  /** The number of so many digits, or -1. */
  private static int number(char[] chars, int at, int count) {
    int number = 0;
    for (int i = at; i < at + count; i++) {
      if (!isDigit(chars[i])) {
        return -1;
      }
      number = number * 10 + (chars[i] - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
