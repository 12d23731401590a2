package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.Lake;
import java.util.ArrayList;
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
 * Judges the rows of batches, each row by itself: all that comes before deduplication. Knows the
 * schemas of writers, and asks the registry for those it has not met, and what reference tables
 * hold, which is the same for all rows of a batch. One thread at a time.
 */
final class BatchJudge implements AutoCloseable {
  private final SparkSession session;
  private final JudgeProgram program;
  private final Broadcast<JudgeProgram> broadcast;
  private final Optional<WriterSchemas> schemas;
  private final References references;
  private SchemaBook shownBook = SchemaBook.EMPTY;
  private Broadcast<SchemaBook> shownSchemas;
  private ReferenceBook shownReferences;
  private Broadcast<ReferenceBook> shownRows;

  /**
   * @throws dev.sluice.common.error.SluiceException SL-2060, SL-2061, SL-2062 when a reference
   *     table cannot be used
   */
  BatchJudge(
      SparkSession session,
      AnalyzedDataset dataset,
      Lake lake,
      Optional<Registry> registry,
      WaitingLane lane) {
    this.session = session;
    this.references = References.open(session, dataset, lake);
    this.program = JudgeProgram.of(dataset);
    this.broadcast = broadcast(program);
    this.schemas = WriterSchemas.of(dataset, registry, lane);
    this.shownSchemas = broadcast(shownBook);
    this.shownReferences = references.book();
    this.shownRows = broadcast(shownReferences);
  }

  private <T> Broadcast<T> broadcast(T value) {
    return JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(value);
  }

  JudgeProgram program() {
    return program;
  }

  /** What rows take from reference tables. */
  References references() {
    return references;
  }

  /**
   * One Spark job, in which rows are read, judged and kept; a second one after the registry was
   * asked for schemas that nobody has seen before.
   *
   * @throws HoldEnded when the lane is to stop before the registry has answered
   */
  JudgedPass judge(Rows bronze) {
    schemas.ifPresent(known -> show(known.book()));
    show(references.book());
    JudgedPass pass = pass(bronze);
    Set<Integer> missing = pass.summary().missingSchemas();
    if (missing.isEmpty()) {
      return pass;
    }
    pass.release();
    show(schemas.orElseThrow().with(missing));
    return pass(bronze);
  }

  /** Earlier blocks still refer to earlier books: Spark drops those when nobody does. */
  private void show(SchemaBook book) {
    if (book != shownBook) {
      shownBook = book;
      shownSchemas = broadcast(book);
    }
  }

  private void show(ReferenceBook book) {
    if (book != shownReferences) {
      shownReferences = book;
      shownRows = broadcast(book);
    }
  }

  private JudgedPass pass(Rows bronze) {
    JavaRDD<JudgedBlock> blocks =
        Jobs.mapPartitions(bronze.rdd(), new JudgeTask(broadcast, shownSchemas, shownRows))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new JudgedPass(
        blocks,
        Jobs.collect(Jobs.mapPartitions(blocks, BatchJudge::summaries)),
        shownReferences.versions());
  }

  private static Iterator<List<BlockSummary>> summaries(
      int partition, Iterator<JudgedBlock> blocks) {
    List<BlockSummary> summaries = new ArrayList<>();
    blocks.forEachRemaining(block -> summaries.add(block.summary()));
    return List.of(summaries).iterator();
  }

  @Override
  public void close() {
    JudgeKit.forget(program);
    broadcast.destroy();
  }
}
