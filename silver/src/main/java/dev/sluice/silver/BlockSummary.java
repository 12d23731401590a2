package dev.sluice.silver;

import dev.sluice.common.table.Accounting;
import java.io.Serializable;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/**
 * What the driver learns of one block of judged rows.
 *
 * @param claims the good rows' claims on their keys
 * @param coverage what was read, by topic and partition
 * @param late positions of the late rows among the good ones
 * @param warned positions of the good rows with a warning
 * @param accounting duplicates not yet taken out of {@code good}; {@code late} and {@code warned}
 *     not counted
 * @param bytes of all values
 * @param missingSchemas ids that the registry has to be asked for; the block is of use only without
 */
record BlockSummary(
    Claims claims,
    BitSet late,
    BitSet warned,
    Map<SourcePartition, Coverage> coverage,
    Accounting accounting,
    long bytes,
    long maxEventMicros,
    Set<Integer> missingSchemas)
    implements Serializable {

  /** One partition of the source. */
  record SourcePartition(String topic, int partition) implements Serializable {}

  /**
   * The records read of one partition of the source, as a set: with no record twice, their number
   * and the range say how many offsets hold none.
   */
  record Coverage(long records, long firstOffset, long lastOffset, long maxArrivalMicros)
      implements Serializable {
    Coverage plus(Coverage other) {
      return new Coverage(
          records + other.records,
          Math.min(firstOffset, other.firstOffset),
          Math.max(lastOffset, other.lastOffset),
          Math.max(maxArrivalMicros, other.maxArrivalMicros));
    }
  }
}
