package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedRule;
import dev.sluice.common.definition.DatasetDefinition.OnFail;
import dev.sluice.common.definition.DatasetDefinition.Rule;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.QuarantineState;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.silver.JudgedBlock.Quarantined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One batch after its judgement, kept on the executors until it is flushed: every row read is in
 * exactly one of {@link #good}, {@link #quarantined}, the duplicates and the filtered, and all of
 * them are in {@link #bronze}. {@link #release} frees it.
 */
public final class Judged {
  private static final UTF8String OPEN = UTF8String.fromString(QuarantineState.OPEN.text());

  private final JavaRDD<JudgedBlock> blocks;
  private final long[][][] duplicates;
  private final Reached reached;
  private final Accounting accounting;
  private final long bytes;
  private final long holes;
  private final long maxEventMicros;
  private final ReferenceVersions references;
  private final AnalyzedDataset dataset;

  Judged(
      JavaRDD<JudgedBlock> blocks,
      long[][][] duplicates,
      Reached reached,
      Accounting accounting,
      long bytes,
      long holes,
      long maxEventMicros,
      ReferenceVersions references,
      AnalyzedDataset dataset) {
    this.blocks = blocks;
    this.duplicates = duplicates;
    this.reached = reached;
    this.accounting = accounting;
    this.bytes = bytes;
    this.holes = holes;
    this.maxEventMicros = maxEventMicros;
    this.references = references;
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

  /** What its rows were looked up in. */
  ReferenceVersions references() {
    return references;
  }

  /** All rows, as read. */
  public Rows bronze() {
    return new Rows(
        Jobs.mapPartitions(blocks, (partition, part) -> flat(part, JudgedBlock::bronze)),
        BronzeTable.SCHEMA);
  }

  /** The rows for silver: good and not a duplicate. */
  public Rows good() {
    return new Rows(Jobs.mapPartitions(blocks, new Good(duplicates)), dataset.silverSchema());
  }

  /** Where every row went: rows of {@link RowOutcome}. */
  Rows outcomes() {
    return new Rows(Jobs.mapPartitions(blocks, new Outcomes(duplicates)), RowOutcome.SCHEMA);
  }

  /**
   * The first row in bronze order that failed a rule with {@code onFail: stop} and stands behind
   * what somebody has acknowledged. One Spark job where rows failed rules, none otherwise.
   */
  public Optional<RuleFailure> firstStop(SourceOffsets acknowledged) {
    Set<String> stops =
        dataset.rules().stream()
            .map(AnalyzedRule::rule)
            .filter(rule -> rule.onFail() == OnFail.STOP)
            .map(Rule::name)
            .collect(Collectors.toSet());
    return stops.isEmpty() || !accounting.reasons().containsKey(Reason.RULE_FAILED)
        ? Optional.empty()
        : Jobs.collect(Jobs.mapPartitions(blocks, new StopSearch(stops, acknowledged))).stream()
            .min(Comparator.naturalOrder());
  }

  /** The rows for quarantine. */
  Rows quarantined(Instant at) {
    long micros = TimeUnit.MILLISECONDS.toMicros(at.toEpochMilli());
    String version = dataset.definition().version();
    return new Rows(
        Jobs.mapPartitions(
            blocks,
            (partition, part) -> flat(part, block -> quarantineRows(block, version, micros))),
        QuarantineTable.SCHEMA);
  }

  /** Frees what the executors keep of it. */
  public void release() {
    blocks.unpersist(false);
  }

  private static Iterator<InternalRow> quarantineRows(
      JudgedBlock block, String version, long atMicros) {
    List<InternalRow> rows = new ArrayList<>();
    block.quarantined().forEachRemaining(row -> rows.add(quarantineRow(row, version, atMicros)));
    return rows.iterator();
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
          atMicros,
          OPEN,
          0L,
          null,
          null
        });
  }

  /** Rows of a partition's blocks that depend on which of them are marked as duplicates. */
  private abstract static class Marked implements PartitionFunction<JudgedBlock, InternalRow> {
    private static final long serialVersionUID = 1L;
    private final long[][][] duplicates;

    Marked(long[][][] duplicates) {
      this.duplicates = duplicates;
    }

    abstract Iterator<InternalRow> rows(JudgedBlock block, long[] marks);

    @Override
    public Iterator<InternalRow> apply(int partition, Iterator<JudgedBlock> blocks) {
      Iterator<long[]> marks = Arrays.asList(duplicates[partition]).iterator();
      return flat(blocks, block -> rows(block, marks.next()));
    }
  }

  /** Good rows without the duplicates. */
  private static final class Good extends Marked {
    private static final long serialVersionUID = 1L;

    Good(long[][][] duplicates) {
      super(duplicates);
    }

    @Override
    Iterator<InternalRow> rows(JudgedBlock block, long[] marks) {
      return block.good(marks);
    }
  }

  /** Where every row went. */
  private static final class Outcomes extends Marked {
    private static final long serialVersionUID = 1L;

    Outcomes(long[][][] duplicates) {
      super(duplicates);
    }

    @Override
    Iterator<InternalRow> rows(JudgedBlock block, long[] marks) {
      return block.outcomes(marks);
    }
  }

  /** The rows of block after block. */
  private static <T> Iterator<T> flat(
      Iterator<JudgedBlock> blocks, Function<JudgedBlock, Iterator<T>> rows) {
    return new Iterator<>() {
      private Iterator<T> current = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!current.hasNext() && blocks.hasNext()) {
          current = rows.apply(blocks.next());
        }
        return current.hasNext();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return current.next();
      }
    };
  }
}
