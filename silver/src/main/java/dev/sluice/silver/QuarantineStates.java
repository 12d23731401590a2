package dev.sluice.silver;

import static org.apache.spark.sql.functions.lit;

import dev.sluice.common.table.BatchColumns;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.QuarantineState;
import dev.sluice.common.table.QuarantineTable;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The refused rows of one dataset that wait for somebody, and what becomes of them: rows of
 * quarantine that are appended, never updated. May append beside the lane that writes quarantine.
 */
public final class QuarantineStates {
  private final Lake lake;
  private final LakeTable bronze;
  private final LakeTable silver;
  private final LakeTable quarantine;

  /** Of a dataset whose tables exist, in one generation. */
  public QuarantineStates(SparkSession session, Lake lake, String dataset, int generation) {
    this.lake = lake;
    this.bronze = new LakeTable(session, lake.bronze(dataset, Lake.FIRST_GENERATION));
    this.silver = new LakeTable(session, lake.silver(dataset, generation));
    this.quarantine = new LakeTable(session, lake.quarantine(dataset, generation));
    quarantine.addMissing(QuarantineTable.SCHEMA);
  }

  Lake lake() {
    return lake;
  }

  LakeTable bronze() {
    return bronze;
  }

  LakeTable silver() {
    return silver;
  }

  /** How many of the rows wait. */
  public long count(QuarantineFilter rows) {
    return waiting(rows).count();
  }

  /** How many of the rows wait that a replay has not judged, should it have begun already. */
  public long count(QuarantineFilter rows, String replay) {
    return waiting(rows, replay).count();
  }

  /** What has become of the rows that a replay has judged, should it have begun already. */
  public QuarantineCounts judged(String replay) {
    return statesOf(replay).groupBy(QuarantineTable.OUTCOME).count().collectAsList().stream()
        .map(row -> QuarantineCounts.of(row.getString(0), row.getLong(1)))
        .reduce(QuarantineCounts.NONE, QuarantineCounts::plus);
  }

  private Dataset<Row> statesOf(String replay) {
    return quarantine.read().where(functions.col(QuarantineTable.REPLAY).equalTo(replay));
  }

  /**
   * Says of rows that nobody needs them. Those that do not wait stay what they are.
   *
   * @return how many there were
   */
  public long discard(QuarantineFilter rows) {
    return discard(waiting(rows));
  }

  /**
   * Says the same of those that were discarded in another generation, where they wait in this one.
   *
   * @return how many there were
   */
  public long discardThoseOf(QuarantineStates other) {
    if (!other.quarantine.exists()) {
      return 0;
    }
    Dataset<Row> discarded =
        identity(
            other
                .quarantine
                .read()
                .where(
                    functions
                        .col(QuarantineTable.STATE)
                        .equalTo(QuarantineState.DISCARDED.text())));
    return discarded.isEmpty()
        ? 0
        : discard(
            waiting(QuarantineFilter.waiting(List.of()))
                .join(discarded, QuarantineTable.IDENTITY.toArray(String[]::new), "left_semi"));
  }

  private static Dataset<Row> identity(Dataset<Row> rows) {
    return rows.select(
        QuarantineTable.IDENTITY.stream().map(functions::col).toArray(Column[]::new));
  }

  private long discard(Dataset<Row> rows) {
    return rows.isEmpty()
        ? 0
        : append(
            rows.withColumn(QuarantineTable.STATE, lit(QuarantineState.DISCARDED.text()))
                .withColumn(QuarantineTable.QUARANTINED_AT, lit(Instant.now()))
                .withColumn(QuarantineTable.REPLAY, lit(null).cast(DataTypes.StringType)));
  }

  /** The last states of those that wait, of flushes that silver has closed. */
  Dataset<Row> waiting(QuarantineFilter rows) {
    BatchId closed = SilverReach.settle(silver, bronze).last();
    return QuarantineTable.current(quarantine.read().where(BatchColumns.isUntil(closed)))
        .where(rows.in(QuarantineFilter.WAITING).condition());
  }

  /** The same without those that a replay has judged, should it have begun already. */
  Dataset<Row> waiting(QuarantineFilter rows, String replay) {
    return waiting(rows)
        .join(
            identity(statesOf(replay)),
            QuarantineTable.IDENTITY.toArray(String[]::new),
            "left_anti");
  }

  /**
   * Appends states.
   *
   * @return how many
   */
  long append(Dataset<Row> states) {
    return quarantine.appendBeside(states.select(QuarantineTable.columns()).coalesce(1)).rows();
  }
}
