package dev.sluice.examples.expected;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Compares the Redis hashes of one aggregate with the expected rows. */
final class HotComparison {
  /** The clocks of Redis and of the reader, and the time reading takes. */
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

  private final HotKeys keys;
  private final List<GoldRow> expected;

  HotComparison(HotKeys keys, List<GoldRow> expected) {
    this.keys = keys;
    this.expected = expected;
  }

  List<Difference> differences(Map<String, Map<String, String>> actual, Instant asOf) {
    Map<String, Map<String, String>> unexpected = new HashMap<>(actual);
    List<Difference> differences = new ArrayList<>();
    for (GoldRow row : expected) {
      String key = keys.keyOf(row);
      Map<String, String> hash = unexpected.get(key);
      Instant expiry = keys.expiryOf(row);
      if (expiry.isBefore(asOf.minus(CLOCK_SLACK))) {
        continue;
      }
      unexpected.remove(key);
      if (hash != null) {
        compare(key, hashOf(row), hash, differences);
      } else if (expiry.isAfter(asOf.plus(CLOCK_SLACK))) {
        differences.add(Difference.missing(key));
      }
    }
    new TreeSet<>(unexpected.keySet()).forEach(key -> differences.add(Difference.unexpected(key)));
    return differences;
  }

  private static void compare(
      String key,
      Map<String, String> wanted,
      Map<String, String> hash,
      List<Difference> differences) {
    TreeSet<String> fields = new TreeSet<>(wanted.keySet());
    hash.keySet().stream().filter(field -> !field.startsWith("_")).forEach(fields::add);
    for (String field : fields) {
      if (!Objects.equals(wanted.get(field), hash.get(field))) {
        differences.add(Difference.value(key, field, wanted.get(field), hash.get(field)));
      }
    }
  }

  /** The hash of a row as services read it; what is NULL has no field. */
  private static Map<String, String> hashOf(GoldRow row) {
    Map<String, String> hash = new LinkedHashMap<>();
    hash.put("window_start", row.windowStart().toString());
    hash.put("window_end", row.windowEnd().toString());
    row.group().forEach((column, value) -> putPresent(hash, column, value));
    row.measures().forEach((column, value) -> putPresent(hash, column, value));
    hash.put("late_rows", Long.toString(row.lateRows()));
    return hash;
  }

  private static void putPresent(Map<String, String> hash, String field, Object value) {
    if (value instanceof BigDecimal decimal) {
      hash.put(field, decimal.toPlainString());
    } else if (value != null) {
      hash.put(field, value.toString());
    }
  }
}
