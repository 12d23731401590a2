package dev.sluice.trino;

import io.trino.jdbc.Row;
import io.trino.jdbc.RowField;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of Trino as the type that Spark's is shown as, so that both engines print alike: null,
 * booleans, numbers, strings, bytes, {@code Instant}, {@code LocalDate}, lists and maps.
 */
final class TrinoValues {
  private TrinoValues() {}

  static Object of(Object value) throws SQLException {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value instanceof Array array) {
      return elements(Arrays.asList((Object[]) array.getArray()));
    }
    if (value instanceof List<?> list) {
      return elements(list);
    }
    if (value instanceof Row row) {
      return fields(row);
    }
    if (value instanceof Map<?, ?> map) {
      return entries(map);
    }
    return isPlain(value) ? value : value.toString();
  }

  private static boolean isPlain(Object value) {
    return value == null
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof byte[];
  }

  private static List<Object> elements(List<?> values) throws SQLException {
    List<Object> elements = new ArrayList<>(values.size());
    for (Object value : values) {
      elements.add(of(value));
    }
    return elements;
  }

  private static Map<String, Object> fields(Row row) throws SQLException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RowField field : row.getFields()) {
      // As Spark calls fields without a name.
      String name = field.getName().orElse("col" + (field.getOrdinal() + 1));
      fields.put(name, of(field.getValue()));
    }
    return fields;
  }

  private static Map<String, Object> entries(Map<?, ?> map) throws SQLException {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = of(entry.getKey());
      String name =
          key instanceof byte[] bytes
              ? Base64.getEncoder().encodeToString(bytes)
              : String.valueOf(key);
      entries.put(name, of(entry.getValue()));
    }
    return entries;
  }
}
