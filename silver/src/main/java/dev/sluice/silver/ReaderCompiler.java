package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the readers of a schema, and numbers its places in the order in which they are reported.
 */
final class ReaderCompiler {
  private final Evolution evolution;
  private final DecoderLimits limits;
  private int places;

  private ReaderCompiler(Evolution evolution, DecoderLimits limits) {
    this.evolution = evolution;
    this.limits = limits;
  }

  /** The reader of whole events. */
  static StructReader compile(EventSchema schema, Evolution evolution, DecoderLimits limits) {
    return new ReaderCompiler(evolution, limits).struct("", schema.fields());
  }

  private StructReader struct(String path, List<Field> fields) {
    Place place = place(path, "object");
    List<StructReader.Member> members = new ArrayList<>();
    for (Field field : fields) {
      String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
      members.add(
          new StructReader.Member(field.name(), field.required(), reader(fieldPath, field.type())));
    }
    return new StructReader(place, members, evolution);
  }

  private ValueReader reader(String path, Type type) {
    if (type instanceof Type.Bool) {
      return new BooleanReader(place(path, "boolean"));
    } else if (type instanceof Type.Int whole) {
      return new NumberReader.OfLong(
          place(path, "bigint" + bounds(whole.minimum(), whole.maximum())), whole);
    } else if (type instanceof Type.Float number) {
      return new NumberReader.OfDouble(
          place(path, "double" + bounds(number.minimum(), number.maximum())), number);
    } else if (type instanceof Type.Decimal decimal) {
      return new NumberReader.OfDecimal(
          place(path, expected(decimal)), decimal, limits.maxNumberChars());
    } else if (type instanceof Type.Text text) {
      Place place = place(path, "string");
      return text.values().isEmpty()
          ? new TextReader.OfString(place)
          : new TextReader.OfEnumeration(place, text);
    } else if (type instanceof Type.Timestamp) {
      return new TextReader.OfTimestamp(place(path, "date-time (RFC 3339)"));
    } else if (type instanceof Type.Date) {
      return new TextReader.OfDate(place(path, "date (yyyy-mm-dd)"));
    } else if (type instanceof Type.Struct struct) {
      return struct(path, struct.fields());
    } else if (type instanceof Type.Array array) {
      Place place = place(path, "array");
      return new ArrayReader(place, reader(path + "[]", array.element()), array.nullableElements());
    }
    throw new IllegalArgumentException("Unknown type of an event's field: " + type);
  }

  private Place place(String path, String expected) {
    return new Place(path, places++, expected);
  }

  private static String expected(Type.Decimal decimal) {
    String quoted = decimal.quoted() ? " in a string" : "";
    return "decimal("
        + decimal.precision()
        + ","
        + decimal.scale()
        + ")"
        + quoted
        + bounds(decimal.minimum(), decimal.maximum());
  }

  private static String bounds(Optional<?> minimum, Optional<?> maximum) {
    return minimum.map(bound -> " from " + bound).orElse("")
        + maximum.map(bound -> " to " + bound).orElse("");
  }
}
