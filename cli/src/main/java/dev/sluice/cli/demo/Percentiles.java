package dev.sluice.cli.demo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Latencies of many events.
 *
 * @param count how many events were measured
 */
public record Percentiles(long count, long p50, long p99, long max) {

  /** Of latencies in milliseconds, in any order: nearest rank. */
  static Percentiles of(long[] millis) {
    if (millis.length == 0) {
      return new Percentiles(0, -1, -1, -1);
    }
    long[] sorted = millis.clone();
    Arrays.sort(sorted);
    return new Percentiles(
        sorted.length, rank(sorted, 0.50), rank(sorted, 0.99), sorted[sorted.length - 1]);
  }

  private static long rank(long[] sorted, double share) {
    return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }

  /** {@code {p50, p99, max, events}}; the figures null where nothing was measured. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("p50", count == 0 ? null : p50);
    map.put("p99", count == 0 ? null : p99);
    map.put("max", count == 0 ? null : max);
    map.put("events", count);
    return map;
  }

  @Override
  public String toString() {
    return count == 0 ? "not measured" : "p50 %,d ms, p99 %,d ms".formatted(p50, p99);
  }
}
