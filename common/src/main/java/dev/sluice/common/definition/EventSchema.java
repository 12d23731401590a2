package dev.sluice.common.definition;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The declared shape of an event: what a JSON Schema file says, in the words of the decoder.
 * Integers become bigint and numbers double (design 4.1, point 11); {@code "sluiceType":
 * "decimal(18,2)"} keeps every digit.
 */
public record EventSchema(List<Field> fields) implements Serializable {

  public EventSchema {
    fields = List.copyOf(fields);
  }

  /**
   * The fields as Spark columns, in the schema's order, without {@code _extra}. Every column is
   * nullable, the required ones too: the decoder holds that promise, and a table that held it as
   * well could not follow when a field stops being required.
   */
  public StructType sparkType() {
    return sparkType(fields);
  }

  private static StructType sparkType(List<Field> fields) {
    StructType struct = new StructType();
    for (Field field : fields) {
      struct = struct.add(field.name(), sparkType(field.type()));
    }
    return struct;
  }

  private static DataType sparkType(Type type) {
    if (type instanceof Type.Bool) {
      return DataTypes.BooleanType;
    } else if (type instanceof Type.Int) {
      return DataTypes.LongType;
    } else if (type instanceof Type.Float) {
      return DataTypes.DoubleType;
    } else if (type instanceof Type.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    } else if (type instanceof Type.Text) {
      return DataTypes.StringType;
    } else if (type instanceof Type.Timestamp) {
      return DataTypes.TimestampType;
    } else if (type instanceof Type.Date) {
      return DataTypes.DateType;
    } else if (type instanceof Type.Struct struct) {
      return sparkType(struct.fields());
    } else if (type instanceof Type.Array array) {
      return DataTypes.createArrayType(sparkType(array.element()));
    }
    throw new IllegalArgumentException("Unknown type of an event's field: " + type);
  }

  /** One field of an object. A field that is not required may be missing or null. */
  public record Field(String name, Type type, boolean required) implements Serializable {}

  /**
   * The types a field can have. Bounds are inclusive and held as null where there is none, because
   * an {@code Optional} cannot travel to Spark's tasks.
   */
  public sealed interface Type extends Serializable {
    /** boolean. */
    record Bool() implements Type {}

    /** bigint. */
    record Int(Long minimumOrNull, Long maximumOrNull) implements Type {
      /** Every bigint. */
      public Int() {
        this(Optional.empty(), Optional.empty());
      }

      public Int(Optional<Long> minimum, Optional<Long> maximum) {
        this(minimum.orElse(null), maximum.orElse(null));
      }

      /** The smallest value allowed. */
      public Optional<Long> minimum() {
        return Optional.ofNullable(minimumOrNull);
      }

      /** The largest value allowed. */
      public Optional<Long> maximum() {
        return Optional.ofNullable(maximumOrNull);
      }
    }

    /** double; a bound is compared as the double nearest to it. */
    record Float(BigDecimal minimumOrNull, BigDecimal maximumOrNull) implements Type {
      /** Every double. */
      public Float() {
        this(Optional.empty(), Optional.empty());
      }

      public Float(Optional<BigDecimal> minimum, Optional<BigDecimal> maximum) {
        this(minimum.orElse(null), maximum.orElse(null));
      }

      /** The smallest value allowed. */
      public Optional<BigDecimal> minimum() {
        return Optional.ofNullable(minimumOrNull);
      }

      /** The largest value allowed. */
      public Optional<BigDecimal> maximum() {
        return Optional.ofNullable(maximumOrNull);
      }
    }

    /**
     * decimal(precision, scale), exact: a number with more digits is out of range.
     *
     * @param quoted whether the event has it as a string ({@code "12.50"}) or as a number
     */
    record Decimal(
        int precision,
        int scale,
        boolean quoted,
        BigDecimal minimumOrNull,
        BigDecimal maximumOrNull)
        implements Type {
      /** A decimal written as a JSON number. */
      public Decimal(
          int precision, int scale, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum) {
        this(precision, scale, false, minimum.orElse(null), maximum.orElse(null));
      }

      /** The smallest value allowed. */
      public Optional<BigDecimal> minimum() {
        return Optional.ofNullable(minimumOrNull);
      }

      /** The largest value allowed. */
      public Optional<BigDecimal> maximum() {
        return Optional.ofNullable(maximumOrNull);
      }
    }

    /** string; an empty list of values allows all. */
    record Text(List<String> values) implements Type {
      public Text {
        values = List.copyOf(values);
      }
    }

    /** timestamp. */
    record Timestamp(Clock clock) implements Type {
      /** From an RFC 3339 {@code date-time}. */
      public Timestamp() {
        this(Clock.TEXT);
      }

      /** How the event has it. */
      public enum Clock {
        TEXT,
        MILLIS,
        MICROS
      }
    }

    /** date, from {@code yyyy-mm-dd}. */
    record Date() implements Type {}

    /** struct. */
    record Struct(List<Field> fields) implements Type {
      public Struct {
        fields = List.copyOf(fields);
      }
    }

    /**
     * array.
     *
     * @param nullableElements whether an element may be null
     */
    record Array(Type element, boolean nullableElements) implements Type {
      /** An array without nulls. */
      public Array(Type element) {
        this(element, false);
      }
    }
  }
}
