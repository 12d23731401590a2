package dev.sluice.silver;

import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Readers of Avro's values that have no others within. */
final class AvroValues {
  /** Of a decimal's digits, in bytes; more than 38 digits have, should they begin with zeros. */
  static final int LONGEST_NUMBER = 64;

  private AvroValues() {}

  /** One byte, 0 or 1. */
  static Object bool(BinaryInput in) throws Damaged {
    byte b = in.next();
    if (b != 0 && b != 1) {
      throw in.malformed("a boolean that is neither 0 nor 1");
    }
    return b == 1;
  }

  /** A long, or an int that was widened. */
  static AvroReader whole(boolean writtenAsInt) {
    return writtenAsInt ? in -> (long) in.zigzagInt() : in -> in.zigzag();
  }

  /** A number of one of Avro's types, as a double. */
  static AvroReader number(org.apache.avro.Schema.Type written, Place place) {
    return switch (written) {
      case INT -> in -> (double) in.zigzagInt();
      case LONG -> in -> (double) in.zigzag();
      case FLOAT -> in -> finite(in.fixedFloat(), in, place);
      default -> in -> finite(in.fixedDouble(), in, place);
    };
  }

  static Object finite(double value, BinaryInput in, Place place) {
    if (Double.isFinite(value)) {
      return value;
    }
    in.findings().add(Reason.NON_FINITE, place, null);
    return null;
  }

  /** A string. */
  static Object text(BinaryInput in) throws Damaged {
    return in.text(in.zigzag());
  }

  /**
   * A symbol of an enumeration.
   *
   * @param texts what each of the writer's symbols is for the dataset; null for one it does not
   *     know
   */
  static AvroReader symbol(UTF8String[] texts, Place place) {
    return in -> {
      int symbol = in.zigzagInt();
      if (symbol < 0 || symbol >= texts.length) {
        throw in.malformed("a symbol that its enumeration does not have");
      }
      if (texts[symbol] == null) {
        in.findings().add(Reason.UNKNOWN_ENUM, place, null);
      }
      return texts[symbol];
    };
  }

  /** A date: days. */
  static AvroReader date(Place place) {
    return in -> {
      int days = in.zigzagInt();
      return TimeBounds.isDay(days) ? (Object) days : outOfRange(in, place);
    };
  }

  /**
   * A timestamp, as microseconds.
   *
   * @param isEventTime whether its bounds are judged later
   */
  static AvroReader timestamp(boolean writtenInMillis, Place place, boolean isEventTime) {
    return in -> {
      long micros = writtenInMillis ? TimeBounds.microsOfMillis(in.zigzag()) : in.zigzag();
      return isEventTime || TimeBounds.isTime(micros) ? (Object) micros : outOfRange(in, place);
    };
  }

  private static Object outOfRange(BinaryInput in, Place place) {
    in.findings().add(Reason.OUT_OF_RANGE, place, null);
    return null;
  }

  /**
   * A decimal: the digits as a number of two's complement, the high byte first.
   *
   * @param fixedSize its bytes; negative where their number stands before them
   * @param writtenScale how many of its digits stand behind the point
   */
  static AvroReader decimal(int fixedSize, int writtenScale, Type.Decimal type, Place place) {
    return in -> {
      int size = fixedSize < 0 ? size(in) : fixedSize;
      if (size > LONGEST_NUMBER && size <= in.remaining()) {
        throw new Damaged(
            Reason.LIMIT_EXCEEDED, "number of more than " + LONGEST_NUMBER + " bytes");
      }
      int start = in.take(size);
      BigInteger digits = size == 0 ? BigInteger.ZERO : new BigInteger(in.bytes(), start, size);
      Decimal value = exact(new BigDecimal(digits, writtenScale), type);
      if (value == null) {
        in.findings().add(Reason.OUT_OF_RANGE, place, null);
      }
      return value;
    };
  }

  private static int size(BinaryInput in) throws Damaged {
    long size = in.zigzag();
    if (size != (int) size) {
      throw in.malformed("a length of more than 32 bits");
    }
    return (int) size;
  }

  /** Null when it has more digits than the type. */
  private static Decimal exact(BigDecimal value, Type.Decimal type) {
    if (value.signum() != 0
        && value.precision() - value.scale() > type.precision() - type.scale()) {
      return null;
    }
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.DOWN);
    boolean isExact = scaled.compareTo(value) == 0 && scaled.precision() <= type.precision();
    return isExact ? Decimal.apply(scaled, type.precision(), type.scale()) : null;
  }
}
