package dev.sluice.silver;

import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The places of an event's fields, numbered in the order in which they are reported. */
final class BinaryPlaces {
  private final Map<String, Place> places = new HashMap<>();

  private BinaryPlaces() {}

  /** By path: {@code items[].price}; the event itself has the empty one. */
  static Map<String, Place> of(EventSchema schema) {
    BinaryPlaces numbered = new BinaryPlaces();
    numbered.struct("", schema.fields(), schema.sparkType());
    return Map.copyOf(numbered.places);
  }

  static String within(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private void struct(String path, List<Field> fields, StructType columns) {
    add(path, columns);
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      value(within(path, field.name()), field.type(), columns.fields()[i].dataType());
    }
  }

  private void value(String path, Type type, DataType column) {
    if (type instanceof Type.Struct struct && column instanceof StructType columns) {
      struct(path, struct.fields(), columns);
    } else {
      add(path, column);
      if (type instanceof Type.Array array && column instanceof ArrayType elements) {
        value(path + "[]", array.element(), elements.elementType());
      }
    }
  }

  private void add(String path, DataType column) {
    String expected = column instanceof StructType ? "record" : column.simpleString();
    places.put(path, new Place(path, places.size(), expected));
  }
}
