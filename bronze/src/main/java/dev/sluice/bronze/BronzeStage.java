package dev.sluice.bronze;

import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Commit;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Writes raw records to bronze: the rows of one or more batches and the offsets they reach, in one
 * commit.
 */
public final class BronzeStage {
  private static final List<String> STATISTICS =
      List.of(
          BronzeTable.TOPIC,
          BronzeTable.PARTITION,
          BronzeTable.OFFSET,
          BronzeTable.ARRIVED_AT,
          BronzeTable.EPOCH,
          BronzeTable.BATCH);

  private final SparkSession session;
  private final LakeTable table;

  /** Creates the table when it is missing. */
  public BronzeStage(SparkSession session, String path) {
    this.session = session;
    this.table = new LakeTable(session, path);
    table.createIfMissing(BronzeTable.SCHEMA, List.of(BronzeTable.INGEST_DATE), STATISTICS);
  }

  /** The table. */
  public LakeTable table() {
    return table;
  }

  /** How far bronze reaches: where Kafka is read from next. */
  public Reached reached() {
    return Reached.of(table);
  }

  /** Commits where the source is read from, before there is a batch of it. */
  public void begin(Reached reached) {
    table.appendNothing(reached.toJson());
  }

  /** Commits batches that follow one another, with how far the last of them reaches. */
  public Commit commit(List<Rows> batches, Reached reached, int writers) {
    Rows rows = Rows.union(session, BronzeTable.SCHEMA, batches).coalesce(writers);
    return table.append(rows.toDataset(session), reached.toJson());
  }
}
