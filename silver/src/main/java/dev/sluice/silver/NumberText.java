package dev.sluice.silver;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A JSON number taken apart, so that it becomes a long, a double or a decimal without losing a
 * digit and, in the usual case, without an object in between. Reused from number to number.
 *
 * <p>Its cost is bounded whatever the exponent says: {@code 1e999999999} is never written out.
 */
final class NumberText {
  // 18 digits fit a long; more are kept as text.
  private static final int MAX_DIGITS = 18;
  // Far beyond every type, far from the ends of an int.
  private static final int MAX_EXPONENT = 1_000_000;
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    Arrays.setAll(POWERS_OF_TEN, i -> Double.parseDouble("1e" + i));
  }

  private char[] chars = {};
  private int from;
  private int length;
  private int mantissaLength;
  private boolean negative;
  private boolean wide;
  private long digits;
  private int written;
  private int exponent;

  /** Takes the text in; false when it is no JSON number. */
  boolean read(char[] chars, int from, int length) {
    this.chars = chars;
    this.from = from;
    this.length = length;
    digits = 0;
    written = 0;
    exponent = 0;
    wide = false;
    int end = from + length;
    int at = from;
    negative = at < end && chars[at] == '-';
    if (negative) {
      at++;
    }
    int start = at;
    at = readDigits(at, end);
    if (at == start || (chars[start] == '0' && at > start + 1)) {
      return false;
    }
    if (at < end && chars[at] == '.') {
      int fraction = at + 1;
      at = readDigits(fraction, end);
      exponent = fraction - at;
      if (at == fraction) {
        return false;
      }
    }
    mantissaLength = at - from;
    return at == end || readExponent(at, end);
  }

  private int readDigits(int start, int end) {
    int at = start;
    while (at < end && chars[at] >= '0' && chars[at] <= '9') {
      if (written > 0 || chars[at] != '0') {
        written++;
      }
      if (written > MAX_DIGITS) {
        wide = true;
      } else {
        digits = digits * 10 + (chars[at] - '0');
      }
      at++;
    }
    return at;
  }

  private boolean readExponent(int start, int end) {
    int at = start + 1;
    if (chars[start] != 'e' && chars[start] != 'E') {
      return false;
    }
    boolean below = at < end && chars[at] == '-';
    if (below || (at < end && chars[at] == '+')) {
      at++;
    }
    if (at == end) {
      return false;
    }
    int value = 0;
    for (; at < end; at++) {
      if (chars[at] < '0' || chars[at] > '9') {
        return false;
      }
      value = Math.min(MAX_EXPONENT, value * 10 + (chars[at] - '0'));
    }
    exponent += below ? -value : value;
    return true;
  }

  /** Whether the number is {@link #smallDigits()} times ten to the {@link #exponent()}. */
  boolean isSmall() {
    return !wide;
  }

  /** The digits with their sign; of use when {@link #isSmall()}. */
  long smallDigits() {
    return negative ? -digits : digits;
  }

  int exponent() {
    return exponent;
  }

  /** Characters of the text. */
  int length() {
    return length;
  }

  /** The nearest double; infinite when the number is beyond all of them. */
  double nearestDouble() {
    // Both sides of the operation are exact doubles, so its one rounding is the right one.
    boolean isExact =
        !wide && digits <= EXACT_IN_DOUBLE && Math.abs(exponent) < POWERS_OF_TEN.length;
    if (!isExact) {
      return Double.parseDouble(new String(chars, from, length));
    }
    double value =
        exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
    return negative ? -value : value;
  }

  /** The exact value, with no zeros at the end of its unscaled digits. */
  BigDecimal stripped() {
    BigDecimal mantissa = new BigDecimal(chars, from, mantissaLength);
    if (mantissa.signum() == 0) {
      return BigDecimal.ZERO;
    }
    int power = exponent + mantissa.scale();
    return mantissa.scaleByPowerOfTen(power).stripTrailingZeros();
  }
}
