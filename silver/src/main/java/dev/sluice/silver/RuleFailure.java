package dev.sluice.silver;

import dev.sluice.common.table.BatchId;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A row that failed a rule, by its coordinates; ordered as bronze is.
 *
 * @param rule names of the failed rules
 */
public record RuleFailure(
    String rule,
    long epoch,
    long batch,
    long arrivedAtMicros,
    String topic,
    int partition,
    long offset)
    implements Comparable<RuleFailure>, Serializable {
  private static final Comparator<RuleFailure> BRONZE_ORDER =
      Comparator.comparing((RuleFailure row) -> new BatchId(row.epoch, row.batch))
          .thenComparing(RuleFailure::arrivedAtMicros)
          .thenComparing(RuleFailure::topic)
          .thenComparing(RuleFailure::partition)
          .thenComparing(RuleFailure::offset);

  @Override
  public int compareTo(RuleFailure other) {
    return BRONZE_ORDER.compare(this, other);
  }
}
