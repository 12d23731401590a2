package dev.sluice.common.table;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Conditions on the batch of a row, in tables that keep it as {@code epoch} and {@code batch}
 * (bronze, quarantine). The bounds of the epochs stand by themselves: they let Delta skip files.
 */
public final class BatchColumns {
  private static final Column EPOCH = functions.col(BronzeTable.EPOCH);
  private static final Column BATCH = functions.col(BronzeTable.BATCH);

  private BatchColumns() {}

  /** Rows judged later. */
  public static Column isAfter(BatchId last) {
    return EPOCH.geq(last.epoch()).and(EPOCH.gt(last.epoch()).or(BATCH.gt(last.batch())));
  }

  /** Rows of the batch and of all before it. */
  public static Column isUntil(BatchId last) {
    return EPOCH.leq(last.epoch()).and(EPOCH.lt(last.epoch()).or(BATCH.leq(last.batch())));
  }

  /** Rows of the batches between two. */
  public static Column isWithin(BatchId after, BatchId through) {
    return isAfter(after).and(isUntil(through));
  }
}
