package dev.sluice.examples.expected;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One expected row of a gold table.
 *
 * @param group grouping columns in the definition's order; values may be null
 * @param measures in the definition's order: Long, BigDecimal in the scale of its column, Double,
 *     or null
 */
public record GoldRow(
    Instant windowStart,
    Instant windowEnd,
    Map<String, String> group,
    Map<String, Object> measures,
    long lateRows) {

  public GoldRow {
    group = Collections.unmodifiableMap(new LinkedHashMap<>(group));
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }
}
