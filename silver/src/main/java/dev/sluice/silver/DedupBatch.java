package dev.sluice.silver;

import static dev.sluice.silver.ClaimPacker.ARRIVAL;
import static dev.sluice.silver.ClaimPacker.HIGH;
import static dev.sluice.silver.ClaimPacker.LOW;
import static dev.sluice.silver.ClaimPacker.PAYLOAD_HASH;
import static dev.sluice.silver.ClaimPacker.ROW_BYTES;

import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Judges the good rows of one batch against the index, in bronze order, however Spark has split
 * them into partitions. Runs on the driver.
 */
final class DedupBatch {
  private DedupBatch() {}

  /**
   * Judges every row, and lets the first of each key claim it.
   *
   * @param claims of one Spark partition each
   */
  static Verdicts judge(List<Claims> claims, DedupIndex index) {
    List<Rows> partitions = claims.stream().map(Rows::new).toList();
    PriorityQueue<Rows> next = new PriorityQueue<>();
    partitions.stream().filter(Rows::hasRow).forEach(next::add);
    while (!next.isEmpty()) {
      Rows rows = next.remove();
      rows.judgeUpTo(next.peek(), index);
      if (rows.hasRow()) {
        next.add(rows);
      }
    }
    return verdicts(partitions);
  }

  private static Verdicts verdicts(List<Rows> partitions) {
    return new Verdicts(
        partitions.stream().map(rows -> rows.duplicates).toList(),
        partitions.stream().mapToLong(rows -> rows.duplicates.cardinality()).sum(),
        partitions.stream().mapToLong(rows -> rows.conflicts).sum());
  }

  /**
   * What became of a batch.
   *
   * @param duplicates for each Spark partition the positions of its duplicates
   * @param duplicateRows how many there are
   * @param conflictRows how many of them have another payload than the row that claimed their key
   */
  record Verdicts(List<BitSet> duplicates, long duplicateRows, long conflictRows) {
    Verdicts {
      duplicates = List.copyOf(duplicates);
    }
  }

  /** The rows of one partition, walked in bronze order and compared by the row they stand at. */
  private static final class Rows implements Comparable<Rows> {
    private final byte[] packed;
    private final byte[] earlier;
    private final int earlierBytes;
    private final int[] order;
    private final BitSet duplicates = new BitSet();
    private long conflicts;
    private int walked;
    private int at;

    Rows(Claims claims) {
      this.packed = claims.packed();
      this.earlier = claims.earlier();
      this.earlierBytes = claims.earlierBytesPerRow();
      this.order = BronzeOrder.of(packed);
      standAtRow();
    }

    boolean hasRow() {
      return walked < order.length;
    }

    void judgeUpTo(Rows other, DedupIndex index) {
      do {
        judgeRow(index);
        walked++;
        standAtRow();
      } while (hasRow() && (other == null || compareTo(other) <= 0));
    }

    private void judgeRow(DedupIndex index) {
      if (earlierBytes > 0 && hasEarlierClaim(index)) {
        duplicates.set(order[walked]);
        return;
      }
      DedupIndex.Claim claim =
          index.claim(
              PackedBytes.longAt(packed, at + HIGH),
              PackedBytes.longAt(packed, at + LOW),
              PackedBytes.longAt(packed, at + ARRIVAL),
              PackedBytes.intAt(packed, at + PAYLOAD_HASH));
      if (claim != DedupIndex.Claim.FIRST) {
        duplicates.set(order[walked]);
      }
      if (claim == DedupIndex.Claim.CONFLICT) {
        conflicts++;
      }
    }

    /** Whether a claim within the bound was signed with another key; payloads differ by that. */
    private boolean hasEarlierClaim(DedupIndex index) {
      long arrival = PackedBytes.longAt(packed, at + ARRIVAL);
      int end = (order[walked] + 1) * earlierBytes;
      for (int key = end - earlierBytes; key < end; key += Claims.FINGERPRINT_BYTES) {
        long high = PackedBytes.longAt(earlier, key);
        if (index.holds(high, PackedBytes.longAt(earlier, key + Long.BYTES), arrival)) {
          return true;
        }
      }
      return false;
    }

    private void standAtRow() {
      if (hasRow()) {
        at = order[walked] * ROW_BYTES;
      }
    }

    @Override
    public int compareTo(Rows other) {
      return BronzeOrder.compare(packed, at, other.packed, other.at);
    }
  }
}
