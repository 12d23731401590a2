package dev.sluice.gold;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of an aggregate outside Spark.
 *
 * @param windowStart in micros since 1970
 * @param windowEnd in micros since 1970
 * @param columns the group's columns, then the measures, by name in the definition's order, as the
 *     Java values of Spark's {@code Row} (String, Long, BigDecimal, java.sql.Timestamp, …); null is
 *     SQL's NULL
 * @param lateRows how many of its events were late
 */
public record GoldValues(
    long windowStart, long windowEnd, Map<String, Object> columns, long lateRows) {
  public GoldValues {
    // Map.copyOf would refuse the nulls.
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }
}
