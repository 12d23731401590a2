package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.silver.JudgedBlock.Quarantined;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One batch after its judgement, kept on the executors until it is flushed: every row read is in
 * exactly one of {@link #good}, {@link #quarantined}, the duplicates and the filtered, and all of
 * them are in {@link #bronze}. {@link #release} frees it.
 */
public final class Judged {
  private final JavaRDD<JudgedBlock> blocks;
  private final long[][][] duplicates;
  private final Reached reached;
  private final Accounting accounting;
  private final long bytes;
  private final long holes;
  private final long maxEventMicros;
  private final AnalyzedDataset dataset;

  Judged(
      JavaRDD<JudgedBlock> blocks,
      long[][][] duplicates,
      Reached reached,
      Accounting accounting,
      long bytes,
      long holes,
      long maxEventMicros,
      AnalyzedDataset dataset) {
    this.blocks = blocks;
    this.duplicates = duplicates;
    this.reached = reached;
    this.accounting = accounting;
    this.bytes = bytes;
    this.holes = holes;
    this.maxEventMicros = maxEventMicros;
    this.dataset = dataset;
  }

  /** The batch and how far the source has been read after it. */
  public Reached reached() {
    return reached;
  }

  /** Where its rows went. */
  public Accounting accounting() {
    return accounting;
  }

  /** Bytes of all values. */
  public long bytes() {
    return bytes;
  }

  /** Offsets of its range that held no record: transaction markers, compacted records. */
  public long holes() {
    return holes;
  }

  /** Newest event time of a good row; {@code Long.MIN_VALUE} without one. */
  public long maxEventMicros() {
    return maxEventMicros;
  }

  /** All rows, as read. */
  public Rows bronze() {
    return new Rows(blocks.flatMap(JudgedBlock::bronze), BronzeTable.SCHEMA);
  }

  /** The rows for silver: good and not a duplicate. */
  public Rows good() {
    return new Rows(
        blocks.mapPartitionsWithIndex(new Good(duplicates), true), dataset.silverSchema());
  }

  /** The rows for quarantine. */
  Rows quarantined(Instant at) {
    long micros = TimeUnit.MILLISECONDS.toMicros(at.toEpochMilli());
    String version = dataset.definition().version();
    return new Rows(
        blocks.flatMap(JudgedBlock::quarantined).map(row -> quarantineRow(row, version, micros)),
        QuarantineTable.SCHEMA);
  }

  /** Frees what the executors keep of it. */
  public void release() {
    blocks.unpersist(false);
  }

  private static InternalRow quarantineRow(Quarantined row, String version, long atMicros) {
    InternalRow bronze = row.bronze();
    return new GenericInternalRow(
        new Object[] {
          bronze.getUTF8String(Bronze.CLUSTER),
          bronze.getUTF8String(Bronze.TOPIC),
          bronze.getInt(Bronze.PARTITION),
          bronze.getLong(Bronze.OFFSET),
          bronze.getLong(Bronze.ARRIVED_AT),
          row.problem().getUTF8String(0),
          row.problem().getUTF8String(1),
          row.problem().getUTF8String(2),
          UTF8String.fromString(version),
          bronze.getLong(Bronze.EPOCH),
          bronze.getLong(Bronze.BATCH),
          atMicros
        });
  }

  /** Good rows of a partition's blocks, without those that are marked as duplicates. */
  private static final class Good
      implements Function2<Integer, Iterator<JudgedBlock>, Iterator<InternalRow>> {
    private static final long serialVersionUID = 1L;
    private final long[][][] duplicates;

    Good(long[][][] duplicates) {
      this.duplicates = duplicates;
    }

    @Override
    public Iterator<InternalRow> call(Integer partition, Iterator<JudgedBlock> blocks) {
      long[][] marks = duplicates[partition];
      return new Iterator<>() {
        private int block;
        private Iterator<InternalRow> rows = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
          while (!rows.hasNext() && blocks.hasNext()) {
            rows = blocks.next().good(marks[block++]);
          }
          return rows.hasNext();
        }

        @Override
        public InternalRow next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return rows.next();
        }
      };
    }
  }
}
