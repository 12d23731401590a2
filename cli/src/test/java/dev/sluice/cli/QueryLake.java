package dev.sluice.cli;

import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.SourceOffsets;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A small lake with one of everything that two engines might read differently: every script, nulls,
 * decimals at their edges, doubles, arrays, bytes, partitions, overwritten partitions.
 */
final class QueryLake {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final int ROWS = 48;
  private static final List<String> PAGES =
      List.of(
          "/cart",
          "/Корзина",
          "/购物车",
          "/عربة",
          "/🛒👍🏽",
          "/panier à é",
          "/κάρτα",
          "/ถุง",
          "/עגלה");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "ZA", "US");

  private static final StructType SILVER =
      SilverTable.schema(
          List.of(
              field("user_id", DataTypes.StringType),
              field("page", DataTypes.StringType),
              field("country", DataTypes.StringType),
              field("price", new DecimalType(18, 2)),
              field("total", new DecimalType(38, 6)),
              field("quantity", DataTypes.LongType),
              field("ratio", DataTypes.DoubleType),
              field("tags", DataTypes.createArrayType(DataTypes.StringType))));
  private static final StructType GOLD =
      new StructType()
          .add("window_start", DataTypes.TimestampType)
          .add("window_end", DataTypes.TimestampType)
          .add("country", DataTypes.StringType)
          .add("orders", DataTypes.LongType)
          .add("revenue", new DecimalType(28, 2))
          .add("final", DataTypes.BooleanType)
          .add("window_bucket", DataTypes.StringType);

  private final SparkSession session = SparkForTests.session();
  private final Lake lake;

  QueryLake(Path root) {
    lake = new Lake(root.toString());
  }

  /** Bronze, silver, quarantine and gold of {@code clickstream}. */
  void write() {
    bronze();
    silver(1, ROWS);
    quarantine();
    gold();
  }

  /** A generation of {@code silver.clickstream} with so many rows, in two commits. */
  void silver(int generation, int rows) {
    LakeTable silver = new LakeTable(session, lake.silver("clickstream", generation));
    silver.createIfMissing(
        SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.ARRIVED_AT));
    List<Row> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(silverRow(row));
    }
    int half = rows / 2;
    append(silver, all.subList(0, half), SILVER, 1);
    append(silver, all.subList(half, rows), SILVER, 2);
  }

  /** A row whose arrival has microseconds. */
  void silverWithMicroseconds(int generation) {
    LakeTable silver = new LakeTable(session, lake.silver("precise", generation));
    silver.createIfMissing(
        SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.ARRIVED_AT));
    append(
        silver, List.of(silverRow(0, NOON.plusNanos(999_000), NOON.plusNanos(1_000))), SILVER, 1);
  }

  private static Row silverRow(int row) {
    Instant event = NOON.plusSeconds(row * 3_600L);
    return silverRow(row, event, event.plusMillis(row));
  }

  private static Row silverRow(int row, Instant event, Instant arrived) {
    boolean sparse = row % 7 == 0;
    return RowFactory.create(
        "event-" + row,
        Timestamp.from(event),
        Timestamp.from(arrived),
        row % 5 == 0,
        row % 4 == 0 ? new String[] {"known_country"} : new String[0],
        sparse ? null : "user-" + row % 6,
        PAGES.get(row % PAGES.size()),
        COUNTRIES.get(row % COUNTRIES.size()),
        sparse ? null : new BigDecimal(row * 37 % 100 + ".25"),
        row % 11 == 0 ? new BigDecimal("12345678901234567890123456789012.654321") : null,
        (long) row * 1_000_000_007L,
        row % 9 == 0 ? null : row / 8.0 - 2,
        sparse ? null : new String[] {"a", row % 2 == 0 ? null : "b"},
        row % 10 == 0 ? "{\"extra\":\"ж\"}" : null,
        "main",
        "shop.clicks",
        row % 3,
        (long) row,
        Date.valueOf(event.toString().substring(0, 10)));
  }

  private void bronze() {
    LakeTable bronze = new LakeTable(session, lake.bronze("clickstream", 1));
    bronze.createIfMissing(
        BronzeTable.SCHEMA,
        List.of(BronzeTable.INGEST_DATE),
        List.of(BronzeTable.ARRIVED_AT, BronzeTable.OFFSET));
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < PAGES.size(); row++) {
      rows.add(bronzeRow(row, PAGES.get(row).getBytes(StandardCharsets.UTF_8)));
    }
    rows.add(bronzeRow(PAGES.size(), new byte[] {(byte) 0xFF, 'x', 0}));
    rows.add(bronzeRow(PAGES.size() + 1, null));
    append(bronze, rows, BronzeTable.SCHEMA, 1);
  }

  private static Row bronzeRow(int row, byte[] value) {
    Timestamp at = Timestamp.from(NOON.plusMillis(row));
    Row header = RowFactory.create("trace", new byte[] {'t', (byte) ('0' + row % 10)});
    return RowFactory.create(
        "main",
        "shop.clicks",
        row % 3,
        (long) row,
        at,
        1,
        row % 2 == 0 ? null : ("key-" + row).getBytes(StandardCharsets.UTF_8),
        value,
        row % 3 == 0 ? new Row[0] : new Row[] {header},
        at,
        1L,
        1L,
        Date.valueOf("2026-03-01"));
  }

  private void quarantine() {
    LakeTable quarantine = new LakeTable(session, lake.quarantine("clickstream", 1));
    quarantine.createIfMissing(QuarantineTable.SCHEMA, List.of(), List.of(QuarantineTable.EPOCH));
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 9; row++) {
      Timestamp at = Timestamp.from(NOON.plusMillis(row));
      String rule = row % 3 == 0 ? "price_not_negative" : null;
      rows.add(
          RowFactory.create(
              "main",
              "shop.clicks",
              0,
              100L + row,
              at,
              row % 3 == 0 ? "RULE_FAILED" : "MALFORMED",
              rule,
              "строка " + row,
              "v1",
              1L,
              1L,
              at,
              "open",
              0L,
              null,
              null));
    }
    append(quarantine, rows, QuarantineTable.SCHEMA, 1);
  }

  /** Windows in two buckets, one of which is overwritten as the gold lane does. */
  private void gold() {
    LakeTable gold = new LakeTable(session, lake.gold("sales_by_country_1m", 1));
    gold.createIfMissing(GOLD, List.of("window_bucket"), List.of("window_start"));
    append(gold, goldRows(0, 30, 1), GOLD, 1);
    append(gold, goldRows(30, 60, 1), GOLD, 2);
    gold.replace(
        "window_bucket",
        Set.of("2026-03-01-12-30"),
        session.createDataFrame(goldRows(30, 60, 2), GOLD),
        reached(3).toJson());
  }

  private static List<Row> goldRows(int from, int until, int factor) {
    Instant hour = Instant.parse("2026-03-01T12:00:00Z");
    List<Row> rows = new ArrayList<>();
    for (int minute = from; minute < until; minute++) {
      rows.add(
          RowFactory.create(
              Timestamp.from(hour.plusSeconds(60L * minute)),
              Timestamp.from(hour.plusSeconds(60L * (minute + 1))),
              COUNTRIES.get(minute % COUNTRIES.size()),
              (long) minute * factor,
              new BigDecimal(minute * factor + ".50"),
              minute < 40,
              minute < 30 ? "2026-03-01-12-00" : "2026-03-01-12-30"));
    }
    return rows;
  }

  private void append(LakeTable table, List<Row> rows, StructType schema, int batch) {
    table.append(session.createDataFrame(rows, schema), reached(batch).toJson());
  }

  private static Reached reached(int batch) {
    BatchId id = new BatchId(1, batch);
    return new Reached(
        id,
        id,
        SourceOffsets.NONE.with("shop.clicks", "id", 0, batch * 10L),
        ArrivalFrontier.NONE.with("shop.clicks", 0, NOON.getEpochSecond() * 1_000_000));
  }

  private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
    return new StructField(name, type, true, Metadata.empty());
  }
}
