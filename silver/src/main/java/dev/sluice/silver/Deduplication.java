package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.TableColumns;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deduplication of one dataset: the index, what it forgets, and how it comes back from silver. A
 * dataset without {@code dedup} has no index and no duplicates. On the driver.
 */
final class Deduplication {
  private static final Logger LOG = LoggerFactory.getLogger(Deduplication.class);

  /**
   * How far producers' timestamps may go back within a partition where they are the arrival time;
   * brokers stamp in order.
   */
  private static final Duration RECORD_TIME_DISORDER = Duration.ofHours(1);

  private final DedupIndex index;
  private final long disorderMicros;

  private Deduplication(DedupIndex index, long disorderMicros) {
    this.index = index;
    this.disorderMicros = disorderMicros;
  }

  /**
   * The index as silver says it is: the claims of all rows that a row yet to come could repeat.
   *
   * @param frontier of silver's newest commit
   */
  static Deduplication rebuild(
      AnalyzedDataset dataset, JudgeProgram program, LakeTable silver, ArrivalFrontier frontier) {
    if (program.dedupKey().isEmpty()) {
      return new Deduplication(null, 0);
    }
    Duration within = dataset.definition().silver().dedup().map(Dedup::within).orElseThrow();
    boolean recordTime = dataset.definition().source().arrival() == Arrival.RECORD;
    long disorder = recordTime ? micros(RECORD_TIME_DISORDER) : 0;
    Deduplication deduplication = new Deduplication(new DedupIndex(within), disorder);
    deduplication.restore(silver, program, frontier, micros(within));
    return deduplication;
  }

  /**
   * The index for rows out of their order: what silver has claimed of the same keys, however long
   * ago, within the bound of these claims.
   */
  static Deduplication around(
      AnalyzedDataset dataset, JudgeProgram program, LakeTable silver, ClaimedKeys claimed) {
    if (program.dedupKey().isEmpty()) {
      return new Deduplication(null, 0);
    }
    Duration within = dataset.definition().silver().dedup().map(Dedup::within).orElseThrow();
    Deduplication deduplication = new Deduplication(new DedupIndex(within), 0);
    if (!claimed.isEmpty()) {
      Column arrival = functions.col(SilverTable.ARRIVED_AT);
      deduplication.restore(
          silver
              .read()
              .where(arrival.geq(timestamp(claimed.firstArrival() - micros(within))))
              .where(arrival.leq(timestamp(claimed.lastArrival() + micros(within)))),
          program,
          claimed::has);
    }
    return deduplication;
  }

  private void restore(
      LakeTable silver, JudgeProgram program, ArrivalFrontier frontier, long withinMicros) {
    Dataset<Row> rows = silver.read();
    if (frontier.slowest() != Long.MIN_VALUE) {
      long oldest = frontier.slowest() - disorderMicros - withinMicros;
      rows = rows.where(functions.col(SilverTable.ARRIVED_AT).geq(timestamp(oldest)));
    }
    restore(rows, program, KeyChoice.ALL);
  }

  private void restore(Dataset<Row> rows, JudgeProgram program, KeyChoice wanted) {
    long start = System.nanoTime();
    Dataset<Row> ordered = TableColumns.as(program.silverSchema(), rows);
    JavaRDD<InternalRow> internal = ordered.queryExecution().toRdd().toJavaRDD();
    internal
        .mapPartitions(part -> List.of(pack(part, program, wanted)).iterator())
        .toLocalIterator()
        .forEachRemaining(packed -> RestorePacker.restore(packed, index));
    LOG.info(
        "Deduplication index rebuilt: {} keys, {} bytes, {} ms",
        index.keys(),
        index.bytes(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  /** Which keys an index is to have. */
  interface KeyChoice extends Serializable {
    KeyChoice ALL = (high, low) -> true;

    boolean has(long high, long low);
  }

  private static byte[] pack(Iterator<InternalRow> rows, JudgeProgram program, KeyChoice wanted) {
    int arrivedAt = program.silverSchema().fieldIndex(SilverTable.ARRIVED_AT);
    JudgeKit kit = JudgeKit.borrow(program);
    RestorePacker packer = new RestorePacker();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      kit.key().read(row);
      if (wanted.has(kit.key().high(), kit.key().low())) {
        packer.add(
            kit.key().high(),
            kit.key().low(),
            row.getLong(arrivedAt),
            Fingerprint.payloadHash(kit.payload().apply(row)));
      }
    }
    kit.release(program);
    return packer.toBytes();
  }

  /** Finds the duplicates of a batch; its other rows claim their keys. */
  DedupBatch.Verdicts judge(List<Claims> claims) {
    if (index == null) {
      List<BitSet> none = claims.stream().map(partition -> new BitSet()).toList();
      return new DedupBatch.Verdicts(none, 0, 0);
    }
    return DedupBatch.judge(claims, index);
  }

  /** Lets go of keys that nothing arriving at or after the frontier can repeat. */
  void forgetUntil(ArrivalFrontier frontier) {
    if (index != null && frontier.slowest() != Long.MIN_VALUE) {
      index.trim(frontier.slowest() - disorderMicros);
    }
  }

  long keys() {
    return index == null ? 0 : index.keys();
  }

  long bytes() {
    return index == null ? 0 : index.bytes();
  }

  private static Instant timestamp(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
