package dev.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineState;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.SourceOffsets;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes tables such as a driver would, minute by minute. */
final class TestLake {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final StructType SILVER =
      SilverTable.schema(
          List.of(
              new StructField(
                  "price", new org.apache.spark.sql.types.DecimalType(18, 2), true, no()),
              new StructField(
                  "tags", DataTypes.createArrayType(DataTypes.StringType), true, no())));
  private static final StructType GOLD =
      new StructType()
          .add("window_start", DataTypes.TimestampType)
          .add("country", DataTypes.StringType)
          .add("orders", DataTypes.LongType)
          .add("updated_at", DataTypes.TimestampType)
          .add("window_bucket", DataTypes.StringType);

  private final SparkSession session = SparkForTests.session();
  private final Lake lake;
  private final String dataset;

  /** Of dataset {@code clicks}. */
  TestLake(Path root) {
    this(root, "clicks");
  }

  TestLake(Path root, String dataset) {
    this.lake = new Lake(root.toString());
    this.dataset = dataset;
  }

  /** Puts a generation in force. */
  void inForce(int generation) {
    new Generations(lake, session.sparkContext().hadoopConfiguration())
        .move(dataset, generation, "", List.of(), List.of());
  }

  /** Leaves the definition of the first generation behind, as a driver does. */
  void definition(String silver) {
    String file =
        """
        apiVersion: sluice/v1
        kind: Dataset
        metadata: {name: %s}
        source: {kafka: {cluster: main, topics: [shop.clicks]}}
        schema: {format: json, file: s.json, eventId: id, eventTime: {field: at}}
        silver: {%s}
        """
            .formatted(dataset, silver);
    ObjectNode definition = new ObjectMapper().createObjectNode();
    definition.put("dataset", file).put("schemaFile", "s.json").put("schema", "{}");
    new ControlFiles(lake, session.sparkContext().hadoopConfiguration())
        .write(
            "definitions/" + dataset + "/g1.json",
            definition.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** One silver commit with one good row per price, arrived in the given minute. */
  void silver(int generation, int minute, String... prices) {
    LakeTable silver = new LakeTable(session, lake.silver(dataset, generation));
    silver.createIfMissing(
        SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.ARRIVED_AT));
    List<Row> rows =
        java.util.stream.IntStream.range(0, prices.length)
            .mapToObj(offset -> silverRow(minute, offset, prices[offset]))
            .toList();
    Accounting counts =
        new Accounting(
            prices.length + 1L, prices.length, 0, 1, 0, 0, 0, 0, Map.of(Reason.MALFORMED, 1L));
    ObjectNode metadata = reached(minute).toJson();
    metadata.set("accounting", counts.toJson());
    metadata.put("holes", 0);
    metadata.put("bronze_rows", prices.length + 1);
    metadata.put("quarantine_rows", 1);
    silver.append(session.createDataFrame(rows, SILVER), metadata);
  }

  /** One bronze commit with one row per value, arrived in the given minute. */
  void bronze(int minute, byte[]... values) {
    LakeTable bronze = new LakeTable(session, lake.bronze(dataset, 1));
    bronze.createIfMissing(
        BronzeTable.SCHEMA,
        List.of(BronzeTable.INGEST_DATE),
        List.of(BronzeTable.ARRIVED_AT, BronzeTable.OFFSET));
    List<Row> rows =
        java.util.stream.IntStream.range(0, values.length)
            .mapToObj(offset -> bronzeRow(minute, offset, values[offset]))
            .toList();
    bronze.append(session.createDataFrame(rows, BronzeTable.SCHEMA), reached(minute).toJson());
  }

  /** A row that was refused. */
  record Refused(long offset, Reason reason, String rule, String detail) {}

  /** One quarantined row. */
  void quarantine(int minute, String detail) {
    quarantine(1, minute, new Refused(9, Reason.MALFORMED, null, detail));
  }

  /** One commit of a generation's quarantine with rows that arrived in the given minute. */
  void quarantine(int generation, int minute, Refused... refused) {
    LakeTable quarantine = new LakeTable(session, lake.quarantine(dataset, generation));
    quarantine.createIfMissing(QuarantineTable.SCHEMA, List.of(), List.of(QuarantineTable.EPOCH));
    List<Row> rows =
        java.util.Arrays.stream(refused).map(row -> quarantineRow(minute, row)).toList();
    quarantine.append(
        session.createDataFrame(rows, QuarantineTable.SCHEMA), reached(minute).toJson());
  }

  /** One window of {@code gold.orders_1m}. */
  void gold(int minute, long orders) {
    LakeTable gold = new LakeTable(session, lake.gold("orders_1m", 1));
    gold.createIfMissing(GOLD, List.of("window_bucket"), List.of("window_start"));
    String bucket = minute < 10 ? "2026-03-01-12-00" : "2026-03-01-12-10";
    Row row = RowFactory.create(at(minute), "DE", orders, at(minute + 1), bucket);
    gold.append(session.createDataFrame(List.of(row), GOLD), reached(minute).toJson());
  }

  private static Row quarantineRow(int minute, Refused refused) {
    return RowFactory.create(
        "main",
        "shop.clicks",
        0,
        refused.offset(),
        at(minute),
        refused.reason().name(),
        refused.rule(),
        refused.detail(),
        "v1",
        1L,
        1L,
        at(minute),
        QuarantineState.OPEN.text(),
        0L,
        null,
        null);
  }

  private static Row silverRow(int minute, long offset, String price) {
    Timestamp at = at(minute);
    return RowFactory.create(
        "e" + minute + "-" + offset,
        at,
        at,
        false,
        new String[0],
        new BigDecimal(price),
        new String[] {"a", "b"},
        null,
        "main",
        "shop.clicks",
        0,
        offset,
        date());
  }

  private static Row bronzeRow(int minute, long offset, byte[] value) {
    Row header = RowFactory.create("trace", new byte[] {(byte) 0xFF, 'x'});
    return RowFactory.create(
        "main",
        "shop.clicks",
        0,
        offset,
        at(minute),
        1,
        "key".getBytes(StandardCharsets.UTF_8),
        value,
        new Row[] {header},
        at(minute),
        1L,
        (long) minute,
        date());
  }

  private static Reached reached(int minute) {
    BatchId batch = new BatchId(1, minute);
    return new Reached(
        batch,
        batch,
        SourceOffsets.NONE.with("shop.clicks", "id", 0, minute * 10L),
        ArrivalFrontier.NONE.with(
            "shop.clicks", 0, at(minute).toInstant().getEpochSecond() * 1_000_000));
  }

  private static Timestamp at(int minute) {
    return Timestamp.from(NOON.plusSeconds(60L * minute));
  }

  private static Date date() {
    return Date.valueOf("2026-03-01");
  }

  private static org.apache.spark.sql.types.Metadata no() {
    return org.apache.spark.sql.types.Metadata.empty();
  }
}
