package dev.sluice.silver;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.error.QuarantineErrors;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.BatchColumns;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.QuarantineState;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.WriteObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Judges refused rows again, from their bytes in bronze: quarantine and bronze in, silver and
 * states of quarantine out (decision 0020). Silver first: a row that is there is known by its
 * coordinates, so whoever dies before the states are written doubles nothing. The states name the
 * replay that they are of: begun again, it leaves out the rows that it has judged, so each has one
 * attempt more. No lane of the dataset may run meanwhile: its deduplication index would not learn
 * of the rows.
 */
public final class QuarantineReplay implements AutoCloseable {
  /** Rows judged and committed at once; a batch that refused more is taken whole. */
  private static final long SLICE_ROWS = 100_000;

  /** Details that are looked at before anything is replayed. */
  private static final int SAMPLES = 1_000;

  private static final String LANDED = "landed";

  private static final List<String> PLACE =
      List.of(
          BronzeTable.CLUSTER,
          BronzeTable.TOPIC,
          BronzeTable.PARTITION,
          BronzeTable.OFFSET,
          BronzeTable.EPOCH,
          BronzeTable.BATCH);

  private final SparkSession session;
  private final AnalyzedDataset dataset;
  private final QuarantineStates states;
  private final BatchJudge judge;
  private final long sliceRows;

  /**
   * @param states of the dataset
   * @param registry knows writers' schemas, where the dataset's events name them
   * @param lane is told when the registry does not answer
   * @throws dev.sluice.common.error.SluiceException SL-2060, SL-2061, SL-2062 when a reference
   *     table cannot be used
   */
  public QuarantineReplay(
      SparkSession session,
      AnalyzedDataset dataset,
      QuarantineStates states,
      Optional<Registry> registry,
      WaitingLane lane) {
    this(session, dataset, states, registry, lane, SLICE_ROWS);
  }

  /**
   * The same with smaller slices.
   *
   * @param sliceRows rows after which a slice ends with its batch
   */
  QuarantineReplay(
      SparkSession session,
      AnalyzedDataset dataset,
      QuarantineStates states,
      Optional<Registry> registry,
      WaitingLane lane,
      long sliceRows) {
    this.session = session;
    this.dataset = dataset;
    this.states = states;
    this.judge = new BatchJudge(session, dataset, states.lake(), registry, lane);
    this.sliceRows = sliceRows;
  }

  /**
   * Judges the rows that wait, in bronze order, each once however often it is begun.
   *
   * @param id of this replay: the same when it is begun again
   * @param observer is told of every commit
   * @param between hears after each slice what has become of the rows so far; may throw
   * @return what has become of the rows, also of those judged before it was begun again
   */
  public QuarantineCounts run(
      String id,
      QuarantineFilter rows,
      WriteObserver observer,
      Consumer<QuarantineCounts> between) {
    QuarantineCounts counts = states.judged(id);
    Dataset<Row> waiting = states.waiting(rows, id);
    BatchId after = BatchId.NONE;
    for (BatchId through : ends(waiting)) {
      Dataset<Row> slice = waiting.where(BatchColumns.isWithin(after, through));
      counts = counts.plus(replay(id, slice, observer));
      between.accept(counts);
      after = through;
    }
    return counts;
  }

  /**
   * Whether any of the rows would be judged otherwise than for the reasons that are asked for: one
   * row of each detail is judged, and nothing is written.
   */
  public boolean wouldChange(QuarantineFilter rows) {
    Dataset<Row> sample =
        states
            .waiting(rows)
            .dropDuplicates(QuarantineTable.DETAIL)
            .limit(SAMPLES)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (sample.isEmpty()) {
        return false;
      }
      JudgedPass pass = judge.judge(bronze(sample));
      pass.release();
      Accounting judged = pass.summary().accounting();
      Set<Reason> others = new HashSet<>(judged.reasons().keySet());
      others.removeAll(rows.reasons());
      return judged.read() > judged.quarantined() || !others.isEmpty();
    } finally {
      sample.unpersist();
    }
  }

  /** The last batch of every slice. */
  private List<BatchId> ends(Dataset<Row> waiting) {
    List<BatchId> ends = new ArrayList<>();
    long rows = sliceRows;
    for (Row batch :
        waiting
            .groupBy(QuarantineTable.EPOCH, QuarantineTable.BATCH)
            .agg(count(lit(1)))
            .orderBy(QuarantineTable.EPOCH, QuarantineTable.BATCH)
            .collectAsList()) {
      if (rows < sliceRows) {
        ends.remove(ends.size() - 1);
      } else {
        rows = 0;
      }
      ends.add(new BatchId(batch.getLong(0), batch.getLong(1)));
      rows += batch.getLong(2);
    }
    return ends;
  }

  private QuarantineCounts replay(String id, Dataset<Row> slice, WriteObserver observer) {
    Dataset<Row> kept = slice.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long rows = kept.count();
      List<Row> landed = landed(kept);
      Dataset<Row> wanted = marked(kept, landed);
      JudgedPass pass = judge.judge(bronze(wanted.where(not(col(LANDED)))));
      try {
        Reached end = Reached.of(states.silver());
        Reached none = new Reached(end.last(), end.last(), end.offsets(), end.frontier());
        Judged judged = pass.judged(duplicates(pass), none, dataset);
        land(judged, observer);
        remember(id, wanted, judged, landed.size());
        observer.written("quarantine");
        return QuarantineCounts.of(rows, landed.size(), judged.accounting());
      } finally {
        pass.release();
      }
    } finally {
      kept.unpersist();
    }
  }

  /** Those that silver has, from a replay that died before it could say so. */
  private List<Row> landed(Dataset<Row> rows) {
    Row span = rows.agg(min(QuarantineTable.ARRIVED_AT), max(QuarantineTable.ARRIVED_AT)).first();
    return states
        .silver()
        .read()
        .where(col(SilverTable.ARRIVED_AT).between(lit(span.get(0)), lit(span.get(1))))
        .select(
            col(SilverTable.CLUSTER).as(QuarantineTable.CLUSTER),
            col(SilverTable.TOPIC).as(QuarantineTable.TOPIC),
            col(SilverTable.PARTITION).as(QuarantineTable.PARTITION),
            col(SilverTable.OFFSET).as(QuarantineTable.OFFSET),
            col(SilverTable.ARRIVED_AT).as(QuarantineTable.ARRIVED_AT),
            lit(true).as(LANDED))
        .join(broadcast(rows.select(columns(QuarantineTable.IDENTITY))), identity(), "left_semi")
        .collectAsList();
  }

  private Dataset<Row> marked(Dataset<Row> rows, List<Row> landed) {
    StructType schema = rows.select(columns(QuarantineTable.IDENTITY)).schema();
    return rows.join(
            broadcast(session.createDataFrame(landed, schema.add(LANDED, DataTypes.BooleanType))),
            identity(),
            "left")
        .withColumn(LANDED, coalesce(col(LANDED), lit(false)));
  }

  private static String[] identity() {
    return QuarantineTable.IDENTITY.toArray(String[]::new);
  }

  /** The bytes of the rows, as far as bronze still has them. */
  private Rows bronze(Dataset<Row> rows) {
    Row span =
        rows.agg(
                min(QuarantineTable.ARRIVED_AT),
                max(QuarantineTable.ARRIVED_AT),
                min(QuarantineTable.EPOCH),
                max(QuarantineTable.EPOCH))
            .first();
    return Rows.of(
        states
            .bronze()
            .read()
            .where(col(BronzeTable.ARRIVED_AT).between(lit(span.get(0)), lit(span.get(1))))
            .where(col(BronzeTable.EPOCH).between(lit(span.get(2)), lit(span.get(3))))
            .join(broadcast(rows.select(columns(PLACE))), PLACE.toArray(String[]::new), "left_semi")
            .select(columns(List.of(BronzeTable.SCHEMA.fieldNames()))));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  /** A row repeats whatever silver has of its key within the bound, also what came after it. */
  private DedupBatch.Verdicts duplicates(JudgedPass pass) {
    List<Claims> claims = pass.summary().claims();
    return Deduplication.around(dataset, judge.program(), states.silver(), ClaimedKeys.of(claims))
        .judge(claims);
  }

  /** Silver reaches no further by it. */
  private void land(Judged judged, WriteObserver observer) {
    Accounting accounting = judged.accounting();
    if (accounting.good() == 0) {
      return;
    }
    ObjectNode metadata = judged.reached().toJson();
    metadata.set("replayed", accounting.toJson());
    judged.references().writeTo(metadata);
    long written =
        states.silver().append(judged.good().coalesce(1).toDataset(session), metadata).rows();
    require("silver", accounting.good(), written);
    observer.written("silver");
  }

  private void remember(String id, Dataset<Row> wanted, Judged judged, long landed) {
    Column refused = col("went").equalTo(RowOutcome.REFUSED);
    Dataset<Row> next =
        wanted
            .join(judged.outcomes().toDataset(session), identity(), "left")
            .where(col(LANDED).or(col("went").isNotNull()))
            .withColumn(
                QuarantineTable.STATE,
                when(refused, text(QuarantineState.STILL_FAILING))
                    .otherwise(text(QuarantineState.REPLAYED)))
            .withColumn(QuarantineTable.ATTEMPTS, col(QuarantineTable.ATTEMPTS).plus(1))
            .withColumn(
                QuarantineTable.OUTCOME,
                when(not(refused), col("went")).when(col(LANDED), RowOutcome.GOOD))
            .withColumn(QuarantineTable.DEFINITION_VERSION, lit(dataset.definition().version()))
            .withColumn(QuarantineTable.QUARANTINED_AT, lit(Instant.now()))
            .withColumn(QuarantineTable.REPLAY, lit(id));
    for (String column :
        List.of(QuarantineTable.REASON, QuarantineTable.RULE, QuarantineTable.DETAIL)) {
      next = next.withColumn(column, when(refused, col("new_" + column)).otherwise(col(column)));
    }
    long written = states.append(next);
    require("quarantine", judged.accounting().read() + landed, written);
  }

  private static Column text(QuarantineState state) {
    return lit(state.text());
  }

  private void require(String table, long judged, long written) {
    if (judged != written) {
      throw QuarantineErrors.quarantineReplayLost(dataset.name(), table, judged, written);
    }
  }

  @Override
  public void close() {
    judge.close();
  }
}
