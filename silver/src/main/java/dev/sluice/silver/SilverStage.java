package dev.sluice.silver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.Commit;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.WriteObserver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Bronze rows in; silver, quarantine and their accounting out. {@link #judge} decides where every
 * row of a batch goes, {@link #commit} writes batches that follow one another, quarantine before
 * silver: silver's commit, made even when it has no row, closes the flush. Key: the dataset's dedup
 * key. Late rows are marked and kept. Belongs to one lane; judging and committing may happen on two
 * threads.
 */
public final class SilverStage implements AutoCloseable {
  private final SparkSession session;
  private final AnalyzedDataset dataset;
  private final BatchJudge judge;
  private final LakeTable silver;
  private final LakeTable quarantine;
  private final Deduplication deduplication;

  private SilverStage(
      SparkSession session,
      AnalyzedDataset dataset,
      BatchJudge judge,
      LakeTable silver,
      LakeTable quarantine,
      Deduplication deduplication) {
    this.session = session;
    this.dataset = dataset;
    this.judge = judge;
    this.silver = silver;
    this.quarantine = quarantine;
    this.deduplication = deduplication;
  }

  /**
   * Opens silver where its last commit left it: creates missing tables and adds missing columns,
   * removes quarantine rows of a flush that silver never closed, rebuilds the deduplication index.
   *
   * @param registry knows writers' schemas, where the dataset's events name them
   * @param lane is told when silver waits for the registry, and whether to is asked of it
   * @throws dev.sluice.common.error.SluiceException SL-4081 when the table has columns that the
   *     definition would change; SL-2060, SL-2061, SL-2062 when a reference table cannot be used
   */
  public static SilverStage open(
      SparkSession session,
      AnalyzedDataset dataset,
      Lake lake,
      int generation,
      Optional<Registry> registry,
      WaitingLane lane) {
    LakeTable silver = new LakeTable(session, lake.silver(dataset.name(), generation));
    LakeTable quarantine = new LakeTable(session, lake.quarantine(dataset.name(), generation));
    silver.createIfMissing(
        dataset.silverSchema(),
        List.of(SilverTable.EVENT_DATE),
        List.of(SilverTable.EVENT_TIME, SilverTable.ARRIVED_AT, SilverTable.OFFSET),
        List.of(
            SilverTable.EVENT_ID,
            SilverTable.EVENT_TIME,
            SilverTable.ARRIVED_AT,
            SilverTable.OFFSET));
    quarantine.createIfMissing(
        QuarantineTable.SCHEMA,
        List.of(),
        List.of(QuarantineTable.EPOCH, QuarantineTable.BATCH, QuarantineTable.REASON));
    quarantine.addMissing(QuarantineTable.SCHEMA);
    LakeTable bronze = new LakeTable(session, lake.bronze(dataset.name(), Lake.FIRST_GENERATION));
    Reached reached = SilverReach.settle(silver, bronze);
    SilverShape.widen(silver, reached, dataset);
    UnclosedFlush.remove(quarantine, reached);
    BatchJudge judge = new BatchJudge(session, dataset, lake, registry, lane);
    return new SilverStage(
        session,
        dataset,
        judge,
        silver,
        quarantine,
        Deduplication.rebuild(dataset, judge.program(), silver, reached.frontier()));
  }

  /** The silver table. */
  public LakeTable table() {
    return silver;
  }

  /** How far silver reaches. */
  public Reached reached() {
    return Reached.of(silver);
  }

  /** Keys in the deduplication index. */
  public long dedupKeys() {
    return deduplication.keys();
  }

  /**
   * For between two batches: goes on with what reference tables hold by now, if somebody has read
   * it since, and has them looked at where it is time. Waits for neither.
   *
   * @return what is wrong with them, a sentence each; what was read before stays in force then
   */
  public List<String> refreshReferences() {
    return judge.references().refresh();
  }

  /** The versions of reference tables that are in force. */
  ReferenceVersions references() {
    return judge.references().book().versions();
  }

  /** Bytes of the deduplication index. */
  public long dedupBytes() {
    return deduplication.bytes();
  }

  /**
   * Judges a batch as {@link BatchJudge} does, and finds its duplicates. Batches are judged in
   * bronze order, and the index remembers them: a batch that is not committed afterwards leaves the
   * stage useless.
   *
   * @param range the batch, the offsets after it and the frontier before it
   * @param idle arrival times below which nothing more can come, from partitions known to be empty
   * @throws HoldEnded when the lane is to stop before the registry has answered; the batch was not
   *     judged then, and the stage is as it was
   */
  public Judged judge(Rows bronze, Reached range, ArrivalFrontier idle) {
    JudgedPass pass = judge.judge(bronze);
    DedupBatch.Verdicts verdicts = deduplication.judge(pass.summary().claims());
    ArrivalFrontier frontier = range.frontier().with(pass.summary().frontier()).with(idle);
    deduplication.forgetUntil(frontier);
    return pass.judged(
        verdicts, new Reached(range.first(), range.last(), range.offsets(), frontier), dataset);
  }

  /**
   * Commits batches that follow one another: quarantine if it has rows, then silver.
   *
   * @param bronzeRows rows of the batches in bronze, as its commit says
   * @param writers tasks that write silver
   */
  public SilverCommit commit(
      List<Judged> batches, long bronzeRows, int writers, WriteObserver observer) {
    Reached reached = batches.get(0).reached().through(batches.get(batches.size() - 1).reached());
    Accounting accounting =
        batches.stream().map(Judged::accounting).reduce(Accounting.EMPTY, Accounting::plus);
    long holes = batches.stream().mapToLong(Judged::holes).sum();
    long maxEvent = batches.stream().mapToLong(Judged::maxEventMicros).max().orElse(Long.MIN_VALUE);
    long quarantineRows = 0;
    if (accounting.quarantined() > 0) {
      quarantineRows = commitQuarantine(batches, reached);
      observer.written("quarantine");
    }
    ObjectNode metadata = reached.toJson();
    metadata.set("accounting", accounting.toJson());
    metadata.put("holes", holes);
    metadata.put("bronze_rows", bronzeRows);
    metadata.put("quarantine_rows", quarantineRows);
    metadata.put("definition_version", dataset.definition().version());
    ReferenceVersions.of(batches).writeTo(metadata);
    Commit commit = commitSilver(batches, accounting, metadata, writers);
    observer.written("silver");
    return new SilverCommit(
        commit.version(),
        reached,
        accounting,
        holes,
        bronzeRows,
        commit.rows(),
        quarantineRows,
        maxEvent);
  }

  private long commitQuarantine(List<Judged> batches, Reached reached) {
    Instant now = Instant.now();
    List<Rows> parts = batches.stream().map(batch -> batch.quarantined(now)).toList();
    Rows rows = Rows.union(session, QuarantineTable.SCHEMA, parts).coalesce(1);
    return quarantine.append(rows.toDataset(session), reached.toJson()).rows();
  }

  private Commit commitSilver(
      List<Judged> batches, Accounting accounting, ObjectNode metadata, int writers) {
    if (accounting.good() == 0) {
      return silver.appendNothing(metadata);
    }
    List<Rows> parts = batches.stream().map(Judged::good).toList();
    Rows rows = Rows.union(session, dataset.silverSchema(), parts).coalesce(writers);
    return silver.append(rows.toDataset(session), metadata);
  }

  @Override
  public void close() {
    judge.close();
  }
}
