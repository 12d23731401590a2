package dev.sluice.silver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.spark.Jobs;
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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

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
  private final JudgeProgram program;
  private final Broadcast<JudgeProgram> broadcast;
  private final LakeTable silver;
  private final LakeTable quarantine;
  private final Deduplication deduplication;
  private final Optional<WriterSchemas> schemas;
  private SchemaBook shownBook = SchemaBook.EMPTY;
  private Broadcast<SchemaBook> shownSchemas;

  private SilverStage(
      SparkSession session,
      AnalyzedDataset dataset,
      JudgeProgram program,
      Optional<WriterSchemas> schemas,
      LakeTable silver,
      LakeTable quarantine,
      Deduplication deduplication) {
    this.session = session;
    this.dataset = dataset;
    this.program = program;
    this.broadcast = broadcast(program);
    this.schemas = schemas;
    this.shownSchemas = broadcast(shownBook);
    this.silver = silver;
    this.quarantine = quarantine;
    this.deduplication = deduplication;
  }

  private <T> Broadcast<T> broadcast(T value) {
    return JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(value);
  }

  /**
   * Opens silver where its last commit left it: creates missing tables, removes quarantine rows of
   * a flush that silver never closed, rebuilds the deduplication index.
   *
   * @param registry knows writers' schemas, where the dataset's events name them
   * @param lane is told when silver waits for the registry, and whether to is asked of it
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
    LakeTable bronze = new LakeTable(session, lake.bronze(dataset.name(), Lake.FIRST_GENERATION));
    Reached reached = SilverReach.settle(silver, bronze);
    UnclosedFlush.remove(quarantine, reached);
    JudgeProgram program = JudgeProgram.of(dataset);
    return new SilverStage(
        session,
        dataset,
        program,
        schemas(dataset, registry, lane),
        silver,
        quarantine,
        Deduplication.rebuild(dataset, program, silver, reached.frontier()));
  }

  private static Optional<WriterSchemas> schemas(
      AnalyzedDataset dataset, Optional<Registry> registry, WaitingLane lane) {
    return dataset
        .definition()
        .schema()
        .format()
        .registered()
        .map(wire -> WriterSchemas.of(registry.orElseThrow(), wire, lane));
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

  /** Bytes of the deduplication index. */
  public long dedupBytes() {
    return deduplication.bytes();
  }

  /**
   * Judges a batch: one Spark job, in which its rows are read, judged and kept; a second one after
   * the registry was asked for schemas that nobody has seen before. Batches are judged in bronze
   * order, and the index remembers them: a batch that is not committed afterwards leaves the stage
   * useless.
   *
   * @param range the batch, the offsets after it and the frontier before it
   * @param idle arrival times below which nothing more can come, from partitions known to be empty
   * @throws HoldEnded when the lane is to stop before the registry has answered; the batch was not
   *     judged then, and the stage is as it was
   */
  public Judged judge(Rows bronze, Reached range, ArrivalFrontier idle) {
    schemas.ifPresent(known -> show(known.book()));
    Pass pass = pass(bronze);
    Set<Integer> missing = pass.summary().missingSchemas();
    if (!missing.isEmpty()) {
      pass.blocks().unpersist(false);
      show(schemas.orElseThrow().with(missing));
      pass = pass(bronze);
    }
    DedupBatch.Verdicts verdicts = deduplication.judge(pass.summary().claims());
    ArrivalFrontier frontier = range.frontier().with(pass.summary().frontier()).with(idle);
    deduplication.forgetUntil(frontier);
    return new Judged(
        pass.blocks(),
        marks(pass.byPartition(), verdicts.duplicates()),
        new Reached(range.first(), range.last(), range.offsets(), frontier),
        pass.summary().accounting(verdicts),
        pass.summary().bytes(),
        pass.summary().holes(),
        pass.summary().maxEventMicros(),
        dataset);
  }

  /** Earlier blocks still refer to earlier books: Spark drops those when nobody does. */
  private void show(SchemaBook book) {
    if (book != shownBook) {
      shownBook = book;
      shownSchemas = broadcast(book);
    }
  }

  private Pass pass(Rows bronze) {
    JavaRDD<JudgedBlock> blocks =
        Jobs.mapPartitions(bronze.rdd(), new JudgeTask(broadcast, shownSchemas))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<List<BlockSummary>> byPartition =
        Jobs.collect(Jobs.mapPartitions(blocks, SilverStage::summaries));
    return new Pass(
        blocks, byPartition, BatchSummary.of(byPartition.stream().flatMap(List::stream).toList()));
  }

  /** A batch whose rows have been judged, and not yet deduplicated. */
  private record Pass(
      JavaRDD<JudgedBlock> blocks, List<List<BlockSummary>> byPartition, BatchSummary summary) {}

  private static Iterator<List<BlockSummary>> summaries(
      int partition, Iterator<JudgedBlock> blocks) {
    List<BlockSummary> summaries = new ArrayList<>();
    blocks.forEachRemaining(block -> summaries.add(block.summary()));
    return List.of(summaries).iterator();
  }

  /** The duplicates by partition and block, from the blocks in their order. */
  private static long[][][] marks(List<List<BlockSummary>> byPartition, List<BitSet> byBlock) {
    long[][][] marks = new long[byPartition.size()][][];
    int block = 0;
    for (int partition = 0; partition < marks.length; partition++) {
      marks[partition] = new long[byPartition.get(partition).size()][];
      for (int index = 0; index < marks[partition].length; index++) {
        marks[partition][index] = byBlock.get(block++).toLongArray();
      }
    }
    return marks;
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
    JudgeKit.forget(program);
    broadcast.destroy();
  }
}
