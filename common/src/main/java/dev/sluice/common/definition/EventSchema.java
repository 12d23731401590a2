package dev.sluice.common.definition;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
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

  /** The fields as Spark columns, in the schema's order, without {@code _extra}. */
  public StructType sparkType() {
    throw new UnsupportedOperationException("written by the schema work");
  }

  /** One field of an object. A field that is not required may be missing or null. */
  public record Field(String name, Type type, boolean required) implements Serializable {}

  /** The types a field can have. */
  public sealed interface Type extends Serializable {
    /** boolean. */
    record Bool() implements Type {}

    /** bigint; bounds inclusive. */
    record Int(Optional<Long> minimum, Optional<Long> maximum) implements Type {}

    /** double; bounds inclusive. */
    record Float(Optional<BigDecimal> minimum, Optional<BigDecimal> maximum) implements Type {}

    /** decimal(precision, scale), exact: a number with more digits is out of range. */
    record Decimal(
        int precision, int scale, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum)
        implements Type {}

    /** string; an empty list of values allows all. */
    record Text(List<String> values) implements Type {}

    /** timestamp, from an RFC 3339 {@code date-time}. */
    record Timestamp() implements Type {}

    /** date, from {@code yyyy-mm-dd}. */
    record Date() implements Type {}

    /** struct. */
    record Struct(List<Field> fields) implements Type {}

    /** array. */
    record Array(Type element) implements Type {}
  }
}
