package dev.sluice.gold;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * The rows of the partitions of one gold table that were written last, so that a write need not
 * read them. Bounded in rows; what it forgets is read again.
 */
final class BucketCache {
  private final int maxRows;
  private final LinkedHashMap<String, Map<UnsafeRow, GoldEntry>> buckets =
      new LinkedHashMap<>(16, 0.75f, true);

  BucketCache(int maxRows) {
    this.maxRows = maxRows;
  }

  boolean holds(String bucket) {
    return buckets.containsKey(bucket);
  }

  /** The rows of a partition, none when it is new; may be changed in place. */
  Map<UnsafeRow, GoldEntry> rows(String bucket) {
    return buckets.computeIfAbsent(bucket, fresh -> new HashMap<>());
  }

  void forget(Set<String> names) {
    buckets.keySet().removeAll(names);
  }

  /** After a write that may have failed half way nothing in here can be relied on. */
  void clear() {
    buckets.clear();
  }

  /** Forgets the partitions not used for the longest time until the bound holds. */
  void trim() {
    int rows = buckets.values().stream().mapToInt(Map::size).sum();
    Iterator<Map<UnsafeRow, GoldEntry>> eldest = buckets.values().iterator();
    while (rows > maxRows && eldest.hasNext()) {
      rows -= eldest.next().size();
      eldest.remove();
    }
  }
}
