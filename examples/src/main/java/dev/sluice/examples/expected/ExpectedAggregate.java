package dev.sluice.examples.expected;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The expected rows of one gold table, and how they are kept hot. */
public record ExpectedAggregate(String name, Optional<HotKeys> hot, List<GoldRow> rows) {
  public ExpectedAggregate {
    rows = List.copyOf(rows);
  }

  /**
   * Compares the table's rows with the expected ones: keys, measures and {@code late_rows}. Other
   * columns are not looked at.
   *
   * @param actual rows by column name. Timestamps are {@link Instant}, {@link java.sql.Timestamp}
   *     or ISO text; numbers any {@link Number}
   */
  public List<Difference> compareGold(List<Map<String, Object>> actual) {
    return new GoldComparison(name, rows).differences(actual);
  }

  /**
   * Compares Redis hashes with the expected rows, by the text of each field; fields that begin with
   * {@code _} are not looked at.
   *
   * @param actual the hashes of this aggregate's keys
   * @param asOf when they were read: keys that had expired must be gone, and a key that expires
   *     within a minute of it may be there or not
   * @throws IllegalStateException if the aggregate is not kept hot
   */
  public List<Difference> compareHot(Map<String, Map<String, String>> actual, Instant asOf) {
    HotKeys keys =
        hot.orElseThrow(() -> new IllegalStateException("Aggregate is not kept hot: " + name));
    return new HotComparison(keys, rows).differences(actual, asOf);
  }
}
