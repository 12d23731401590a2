package dev.sluice.bronze;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Commit;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes raw records to bronze: the rows of one or more batches and the offsets they reach, in one
 * commit.
 */
public final class BronzeStage {
  private static final Logger LOG = LoggerFactory.getLogger(BronzeStage.class);

  private static final List<String> STATISTICS =
      List.of(
          BronzeTable.TOPIC,
          BronzeTable.PARTITION,
          BronzeTable.OFFSET,
          BronzeTable.ARRIVED_AT,
          BronzeTable.EPOCH,
          BronzeTable.BATCH);

  private static final List<String> DISTINCT =
      List.of(BronzeTable.OFFSET, BronzeTable.TIMESTAMP, BronzeTable.VALUE, BronzeTable.ARRIVED_AT);

  private final SparkSession session;
  private final LakeTable table;

  /** Creates the table when it is missing; one without metadata learns how far it reaches. */
  public BronzeStage(SparkSession session, String path) {
    this.session = session;
    this.table = new LakeTable(session, path);
    table.createIfMissing(
        BronzeTable.SCHEMA, List.of(BronzeTable.INGEST_DATE), STATISTICS, DISTINCT);
    settleReach();
  }

  /** The table. */
  public LakeTable table() {
    return table;
  }

  /** How far bronze reaches: where Kafka is read from next. */
  public Reached reached() {
    return Reached.of(table);
  }

  /**
   * Should no commit say any more how far they reach, the rows still do, but for the topics' ids.
   * Says it in a commit of its own.
   */
  private void settleReach() {
    if (!table.isAsCreated() && table.newest().isEmpty()) {
      Reached reached = ofRows();
      LOG.warn("No commit of {} says how far it reaches; its rows reach {}", table.path(), reached);
      begin(reached);
    }
  }

  private Reached ofRows() {
    Dataset<Row> rows = table.read();
    SourceOffsets offsets = SourceOffsets.NONE;
    ArrivalFrontier frontier = ArrivalFrontier.NONE;
    for (Row end :
        rows.groupBy(BronzeTable.TOPIC, BronzeTable.PARTITION)
            .agg(
                max(col(BronzeTable.OFFSET)),
                max(expr("unix_micros(" + BronzeTable.ARRIVED_AT + ")")))
            .collectAsList()) {
      String topic = end.getString(0);
      offsets = offsets.with(topic, SourceOffsets.UNKNOWN_ID, end.getInt(1), end.getLong(2) + 1);
      frontier = frontier.with(topic, end.getInt(1), end.getLong(3));
    }
    Row last =
        rows.agg(max(struct(col(BronzeTable.EPOCH), col(BronzeTable.BATCH))).as("last"))
            .select("last.*")
            .first();
    BatchId batch = last.isNullAt(0) ? BatchId.NONE : new BatchId(last.getLong(0), last.getLong(1));
    return new Reached(batch, batch, offsets, frontier);
  }

  /** Commits where the source is read from, before there is a batch of it. */
  public void begin(Reached reached) {
    table.appendNothing(reached.toJson());
  }

  /**
   * Commits batches that follow one another, with how far the last of them reaches.
   *
   * @param writers tasks that write
   * @param source is asked, when all rows have been read and written, whether they are what the
   *     offsets say; throws when they are not
   */
  public Commit commit(
      List<Rows> batches, Reached reached, int writers, Consumer<SourceOffsets> source) {
    Rows rows = Rows.union(session, BronzeTable.SCHEMA, batches).coalesce(writers);
    return table.append(
        rows.toDataset(session), reached.toJson(), () -> source.accept(reached.offsets()));
  }
}
