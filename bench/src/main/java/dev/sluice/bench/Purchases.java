package dev.sluice.bench;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A bronze table of purchases, all of them good but for one in a hundred that breaks a rule and one
 * in fifty that is a bot's: batches of one commit each, all in one epoch. The same number gives the
 * same events.
 */
final class Purchases {
  static final String TOPIC = "purchases";

  private static final long EPOCH = 1;

  /** 2026-03-01 12:00 UTC, and a millisecond more for each event. */
  private static final long BEGIN_MILLIS = 1_772_366_400_000L;

  private static final String EVENT =
      """
      struct(
        concat('p-', lpad(id, 12, '0'), '-', substr(md5(string(id)), 1, 16)) as event_id,
        %dL + id as occurred_at,
        concat('user-', id %% 50000, '@shop.example') as user_id,
        concat('203.0.', id %% 200, '.', id %% 251) as ip,
        cast(case when id %% 100 = 7 then -1 else (id %% 100000) / 100 end as decimal(18,2)) as price,
        id %% 12 as quantity,
        (id %% 977) / 8 as weight,
        element_at(array('DE', 'FR', 'PL', 'US'), int(id %% 4) + 1) as country,
        concat('/shop/', md5(string(id %% 1000)), '?from=', id %% 20) as page,
        if(id %% 50 = 3, 'a bot', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101') as user_agent)"""
          .formatted(BEGIN_MILLIS);

  private final SparkSession session;
  private final LakeTable bronze;
  private final long rowsPerBatch;
  private final int batches;

  private Purchases(SparkSession session, LakeTable bronze, long rowsPerBatch, int batches) {
    this.session = session;
    this.bronze = bronze;
    this.rowsPerBatch = rowsPerBatch;
    this.batches = batches;
  }

  /**
   * Writes the table.
   *
   * @param encoded the value, made of a column {@code event} that is a struct
   */
  static Purchases write(
      SparkSession session, String path, long rows, int batches, Column encoded) {
    LakeTable bronze = new LakeTable(session, path);
    bronze.createIfMissing(BronzeTable.SCHEMA, List.of(BronzeTable.INGEST_DATE), List.of());
    Purchases purchases = new Purchases(session, bronze, rows / batches, batches);
    for (int batch = 0; batch < batches; batch++) {
      bronze.append(purchases.generated(batch, encoded), purchases.reached(batch).toJson());
    }
    return purchases;
  }

  private Dataset<Row> generated(int batch, Column encoded) {
    return session
        .range(batch * rowsPerBatch, (batch + 1) * rowsPerBatch, 1, 2)
        .withColumn("event", functions.expr(EVENT))
        .withColumn("encoded", encoded)
        .selectExpr(
            "'main' as cluster",
            "'" + TOPIC + "' as topic",
            "0 as partition",
            "id as offset",
            "timestamp_millis(" + BEGIN_MILLIS + " + id) as timestamp",
            "1 as timestamp_type",
            "cast(null as binary) as key",
            "encoded as value",
            "cast(array() as array<struct<key: string, value: binary>>) as headers",
            "timestamp_millis(" + BEGIN_MILLIS + " + id) as arrived_at",
            EPOCH + "L as epoch",
            batch + "L as batch",
            "date'2026-03-01' as ingest_date");
  }

  int batches() {
    return batches;
  }

  long rows() {
    return rowsPerBatch * batches;
  }

  /** The rows of a batch, from the table. */
  Dataset<Row> batch(int batch) {
    return bronze.read().where(functions.col(BronzeTable.BATCH).equalTo(batch));
  }

  /** What bronze's commit of a batch says. */
  Reached reached(int batch) {
    BatchId id = new BatchId(EPOCH, batch);
    return new Reached(
        id,
        id,
        SourceOffsets.NONE.with(TOPIC, SourceOffsets.UNKNOWN_ID, 0, (batch + 1) * rowsPerBatch),
        ArrivalFrontier.NONE);
  }

  /** How many bytes a value has on average. */
  long bytesPerValue() {
    return Math.round(
        bronze
            .read()
            .select(functions.avg(functions.length(functions.col("value"))))
            .first()
            .getDouble(0));
  }
}
