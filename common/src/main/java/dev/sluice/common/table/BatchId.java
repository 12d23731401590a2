package dev.sluice.common.table;

/**
 * The number of a micro-batch: batches count from 0 within an epoch, epochs count the starts of a
 * lane. The order of batch ids is the order in which rows were judged.
 */
public record BatchId(long epoch, long batch) implements Comparable<BatchId> {
  /** Before every batch. */
  public static final BatchId NONE = new BatchId(0, -1);

  @Override
  public int compareTo(BatchId other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(batch, other.batch);
  }

  /** Whether it was judged later. */
  public boolean isAfter(BatchId other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return epoch + "." + batch;
  }
}
