package dev.sluice.cli.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** A row of Spark as Java's own types. */
final class RowValues {
  private RowValues() {}

  static List<Object> of(Row row) {
    List<Object> values = new ArrayList<>(row.size());
    for (int column = 0; column < row.size(); column++) {
      values.add(value(row.get(column)));
    }
    return values;
  }

  private static Object value(Object value) {
    if (value instanceof Row struct) {
      return fields(struct);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return entries(JavaConverters.mapAsJavaMap(map));
    }
    if (value instanceof scala.collection.Seq<?> sequence) {
      List<Object> elements = new ArrayList<>();
      JavaConverters.seqAsJavaList(sequence).forEach(element -> elements.add(value(element)));
      return elements;
    }
    return value;
  }

  private static Map<String, Object> fields(Row struct) {
    List<Object> values = of(struct);
    List<String> names =
        struct.schema() == null ? List.of() : Arrays.asList(struct.schema().fieldNames());
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int field = 0; field < values.size(); field++) {
      String name = names.isEmpty() ? "col" + (field + 1) : names.get(field);
      fields.put(name, values.get(field));
    }
    return fields;
  }

  private static Map<String, Object> entries(Map<?, ?> map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    map.forEach((key, value) -> entries.put(key(value(key)), value(value)));
    return entries;
  }

  private static String key(Object key) {
    return key instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : String.valueOf(key);
  }
}
