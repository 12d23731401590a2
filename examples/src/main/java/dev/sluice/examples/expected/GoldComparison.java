package dev.sluice.examples.expected;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares the rows of one gold table with the expected ones. */
final class GoldComparison {
  private final String table;
  private final List<GoldRow> expected;

  GoldComparison(String table, List<GoldRow> expected) {
    this.table = table;
    this.expected = expected;
  }

  List<Difference> differences(List<Map<String, Object>> actual) {
    if (expected.isEmpty()) {
      return actual.stream().map(row -> Difference.unexpected(table + " " + row)).toList();
    }
    Map<Key, GoldRow> missing = new LinkedHashMap<>();
    expected.forEach(row -> missing.put(Key.of(row), row));
    Set<String> columns = expected.get(0).group().keySet();
    Set<Key> seen = new HashSet<>();
    List<Difference> differences = new ArrayList<>();
    for (Map<String, Object> row : actual) {
      Key key = Key.of(row, columns);
      GoldRow wanted = missing.remove(key);
      if (!seen.add(key)) {
        differences.add(Difference.twice(where(key)));
      } else if (wanted == null) {
        differences.add(Difference.unexpected(where(key)));
      } else {
        compare(key, wanted, row, differences);
      }
    }
    missing.keySet().forEach(key -> differences.add(Difference.missing(where(key))));
    return differences;
  }

  private void compare(
      Key key, GoldRow wanted, Map<String, Object> row, List<Difference> differences) {
    Map<String, Object> values = new LinkedHashMap<>(wanted.measures());
    values.put("late_rows", wanted.lateRows());
    values.forEach(
        (column, value) -> {
          if (!row.containsKey(column) || !sameValue(value, row.get(column))) {
            differences.add(Difference.value(where(key), column, value, row.get(column)));
          }
        });
    if (!wanted.windowEnd().equals(instant(row.get("window_end")))) {
      differences.add(
          Difference.value(where(key), "window_end", wanted.windowEnd(), row.get("window_end")));
    }
  }

  private String where(Key key) {
    return table + " " + key.windowStart() + " " + key.group();
  }

  private static boolean sameValue(Object expected, Object actual) {
    if (expected instanceof Number wanted && actual instanceof Number found) {
      return decimal(wanted).compareTo(decimal(found)) == 0;
    }
    return Objects.equals(expected, actual);
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }

  private static Instant instant(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    return value instanceof Instant instant ? instant : Instant.parse(String.valueOf(value));
  }

  /** What identifies a row; the group may hold nulls. */
  private record Key(Instant windowStart, Map<String, Object> group) {
    static Key of(GoldRow row) {
      return new Key(row.windowStart(), new LinkedHashMap<>(row.group()));
    }

    static Key of(Map<String, Object> row, Set<String> columns) {
      Map<String, Object> group = new LinkedHashMap<>();
      columns.forEach(column -> group.put(column, row.get(column)));
      return new Key(instant(row.get("window_start")), group);
    }
  }
}
