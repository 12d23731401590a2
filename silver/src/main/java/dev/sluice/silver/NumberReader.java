package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.spark.sql.types.Decimal;

/**
 * Numbers: what counts is the value, not how it is spelt, so {@code 1.0} and {@code 1e2} are
 * integers.
 */
abstract class NumberReader extends ValueReader {
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
  private static final int LONGEST_NOT_FINITE = "-infinity".length();

  private final boolean quoted;

  NumberReader(Place place, boolean quoted) {
    super(place);
    this.quoted = quoted;
  }

  @Override
  final Object read(JsonToken token, Decoding decoding) throws IOException {
    boolean isNumber = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    boolean isString = token == JsonToken.VALUE_STRING;
    if (isString && spellsNotFinite(decoding.parser())) {
      return refuse(Reason.NON_FINITE, token, decoding);
    }
    // A bare NaN is no number by its text, and is told apart in mismatch().
    boolean isRead = (quoted ? isString : isNumber) && isRead(decoding);
    return isRead ? value(decoding.number(), token, decoding) : mismatch(token, decoding);
  }

  /** The value, or null once the findings say why there is none. */
  abstract Object value(NumberText number, JsonToken token, Decoding decoding);

  private static boolean isRead(Decoding decoding) throws IOException {
    JsonParser parser = decoding.parser();
    return decoding
        .number()
        .read(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private static boolean spellsNotFinite(JsonParser parser) throws IOException {
    if (parser.getTextLength() > LONGEST_NOT_FINITE) {
      return false;
    }
    String text = parser.getText().toLowerCase(Locale.ROOT);
    boolean isSigned = text.startsWith("-") || text.startsWith("+");
    return NOT_FINITE.contains(isSigned ? text.substring(1) : text);
  }

  /** bigint. */
  static final class OfLong extends NumberReader {
    private static final int MAX_DIGITS = 19;

    private final long minimum;
    private final long maximum;

    OfLong(Place place, Type.Int type) {
      super(place, false);
      minimum = type.minimum().orElse(Long.MIN_VALUE);
      maximum = type.maximum().orElse(Long.MAX_VALUE);
    }

    @Override
    Object value(NumberText number, JsonToken token, Decoding decoding) {
      if (number.isSmall() && number.exponent() == 0) {
        return bounded(number.smallDigits(), token, decoding);
      }
      BigDecimal exact = number.stripped();
      if (exact.scale() > 0) {
        return refuse(Reason.TYPE_MISMATCH, token, decoding);
      }
      boolean mayFit = (long) exact.precision() - exact.scale() <= MAX_DIGITS;
      return mayFit && exact.toBigIntegerExact().bitLength() < Long.SIZE
          ? bounded(exact.longValueExact(), token, decoding)
          : refuse(Reason.OUT_OF_RANGE, token, decoding);
    }

    private Object bounded(long value, JsonToken token, Decoding decoding) {
      return value >= minimum && value <= maximum
          ? (Object) value
          : refuse(Reason.OUT_OF_RANGE, token, decoding);
    }
  }

  /** double, rounded to the nearest; what lies beyond all doubles is out of range. */
  static final class OfDouble extends NumberReader {
    private final double minimum;
    private final double maximum;

    OfDouble(Place place, Type.Float type) {
      super(place, false);
      minimum = type.minimum().map(BigDecimal::doubleValue).orElse(-Double.MAX_VALUE);
      maximum = type.maximum().map(BigDecimal::doubleValue).orElse(Double.MAX_VALUE);
    }

    @Override
    Object value(NumberText number, JsonToken token, Decoding decoding) {
      double value = number.nearestDouble();
      return value >= minimum && value <= maximum
          ? (Object) value
          : refuse(Reason.OUT_OF_RANGE, token, decoding);
    }
  }

  /** decimal, exact. */
  static final class OfDecimal extends NumberReader {
    private static final int MAX_LONG_DIGITS = 18;
    private static final long[] POWERS_OF_TEN =
        LongStream.iterate(1, power -> power * 10).limit(MAX_LONG_DIGITS + 1).toArray();

    private final Type.Decimal type;
    private final int maxChars;

    /**
     * @param maxChars a longer one in a string is out of range: the scan of the document cannot
     *     know that it is a number, and what it costs to read grows with the square of its digits
     */
    OfDecimal(Place place, Type.Decimal type, int maxChars) {
      super(place, type.quoted());
      this.type = type;
      this.maxChars = maxChars;
    }

    @Override
    Object value(NumberText number, JsonToken token, Decoding decoding) {
      if (number.length() > maxChars) {
        return refuse(Reason.OUT_OF_RANGE, token, decoding);
      }
      Decimal decimal = fits(number) ? small(number) : exact(number.stripped());
      return decimal != null && isWithinBounds(decimal)
          ? decimal
          : refuse(Reason.OUT_OF_RANGE, token, decoding);
    }

    /** Whether the unscaled value is a long that can be had by one multiplication. */
    private boolean fits(NumberText number) {
      int zeros = type.scale() + number.exponent();
      return type.precision() <= MAX_LONG_DIGITS
          && number.isSmall()
          && number.exponent() <= 0
          && zeros >= 0
          && Math.abs(number.smallDigits()) < POWERS_OF_TEN[type.precision() - zeros];
    }

    private Decimal small(NumberText number) {
      long unscaled = number.smallDigits() * POWERS_OF_TEN[type.scale() + number.exponent()];
      return Decimal.createUnsafe(unscaled, type.precision(), type.scale());
    }

    /** The decimal, or null when it has more digits than the type. */
    private Decimal exact(BigDecimal value) {
      long integerDigits = (long) value.precision() - value.scale();
      boolean fits =
          value.signum() == 0
              || (value.scale() <= type.scale()
                  && integerDigits <= type.precision() - type.scale());
      return fits
          ? Decimal.apply(value.setScale(type.scale()), type.precision(), type.scale())
          : null;
    }

    private boolean isWithinBounds(Decimal decimal) {
      boolean isBounded = type.minimumOrNull() != null || type.maximumOrNull() != null;
      return !isBounded || isWithinBounds(decimal.toJavaBigDecimal());
    }

    private boolean isWithinBounds(BigDecimal value) {
      return type.minimum().filter(minimum -> value.compareTo(minimum) < 0).isEmpty()
          && type.maximum().filter(maximum -> value.compareTo(maximum) > 0).isEmpty();
    }
  }
}
