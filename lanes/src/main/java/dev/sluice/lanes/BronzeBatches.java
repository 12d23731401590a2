package dev.sluice.lanes;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.BatchColumns;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.ErasureLedger;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The batches of bronze in their order, as its rows tell: after compaction no file, and after a
 * clean-up of the log no commit says which they were. One pass over bronze finds them, sorted on
 * the executors; the driver sees one batch after the other.
 */
final class BronzeBatches {
  /** Batches that one task sorts. */
  private static final long BATCHES_PER_TASK = 1_000_000;

  private final Dataset<Row> bronze;
  private final Reached after;
  private final Reached through;
  private final Iterator<Row> sums;
  private Row next;

  /**
   * @param bronze its version of now is read, whatever comes
   * @param ledger of what was erased and may be in bronze again
   * @param after where to begin
   * @param through how far to go: bronze reaches it
   */
  BronzeBatches(
      SparkSession session,
      LakeTable bronze,
      ErasureLedger ledger,
      Reached after,
      Reached through) {
    long version = bronze.version();
    this.bronze = ledger.without(bronze.readAt(version));
    this.after = after;
    this.through = through;
    // A session of its own for the one setting.
    SparkSession own = session.newSession();
    Dataset<Row> rows = ledger.without(new LakeTable(own, bronze.path()).readAt(version));
    this.sums = sums(own, rows).toLocalIterator();
    advance();
  }

  private Dataset<Row> sums(SparkSession own, Dataset<Row> rows) {
    long batches = Math.max(1, through.last().batch());
    own.conf().set("spark.sql.shuffle.partitions", 2 + batches / BATCHES_PER_TASK);
    return rows.where(BatchColumns.isWithin(after.last(), through.last()))
        .groupBy(
            col(BronzeTable.EPOCH),
            col(BronzeTable.BATCH),
            col(BronzeTable.TOPIC),
            col(BronzeTable.PARTITION))
        .agg(
            count(lit(1)).as("rows"),
            sum(length(col(BronzeTable.VALUE))).cast(DataTypes.LongType).as("bytes"),
            max(col(BronzeTable.OFFSET)).as("last_offset"))
        .orderBy(col(BronzeTable.EPOCH), col(BronzeTable.BATCH));
  }

  /**
   * Batches that follow one another.
   *
   * @param reached the source as far as these rows tell; the last slice reaches what was asked for
   */
  record Slice(Rows rows, Reached reached, long bronzeRows, boolean isLast) {}

  /** The next slice from where the one before ended. */
  Optional<Slice> next(Reached from, ReplaySettings bounds) {
    if (next == null) {
      return Optional.empty();
    }
    BatchId first = batch(next);
    BatchId last = first;
    SourceOffsets offsets = from.offsets();
    long rows = 0;
    long bytes = 0;
    long batches = 0;
    while (next != null) {
      BatchId batch = batch(next);
      boolean isNew = batches == 0 || !batch.equals(last);
      if (isNew && batches > 0 && !fits(bounds, rows, bytes, batches)) {
        break;
      }
      batches += isNew ? 1 : 0;
      last = batch;
      rows += next.getLong(4);
      bytes += next.isNullAt(5) ? 0 : next.getLong(5);
      offsets = with(offsets, next);
      advance();
    }
    boolean isLast = next == null;
    Reached reached =
        isLast
            ? new Reached(first, through.last(), through.offsets(), through.frontier())
            : new Reached(first, last, offsets, from.frontier());
    return Optional.of(new Slice(read(from.last(), last), reached, rows, isLast));
  }

  /** Whether a slice may take one more batch as large as its others. */
  private static boolean fits(ReplaySettings bounds, long rows, long bytes, long batches) {
    return batches < bounds.batches()
        && rows + rows / batches <= bounds.rows()
        && bytes + bytes / batches <= bounds.bytes();
  }

  private SourceOffsets with(SourceOffsets offsets, Row sum) {
    String topic = sum.getString(2);
    SourceOffsets.Topic known = through.offsets().topics().get(topic);
    String id = known == null ? SourceOffsets.UNKNOWN_ID : known.id();
    return offsets.with(topic, id, sum.getInt(3), sum.getLong(6) + 1);
  }

  private static BatchId batch(Row sum) {
    return new BatchId(sum.getLong(0), sum.getLong(1));
  }

  private void advance() {
    next = sums.hasNext() ? sums.next() : null;
  }

  private Rows read(BatchId from, BatchId to) {
    return Rows.of(bronze.where(BatchColumns.isWithin(from, to)));
  }
}
