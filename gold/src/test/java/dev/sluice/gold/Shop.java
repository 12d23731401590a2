package dev.sluice.gold;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DatasetDefinition;
import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.NamedMeasure;
import dev.sluice.common.definition.DatasetDefinition.Window;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.definition.SqlAnalyzer;
import dev.sluice.common.definition.SqlProblem;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.SilverTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A dataset with aggregates of every kind of measure, and rows for its silver table. */
final class Shop {
  static final Duration LATE = Duration.ofMinutes(10);
  static final String BY_COUNTRY = "by_country_1m";
  static final String TOTAL = "total_1h";

  static final StructType SILVER =
      SilverTable.schema(
          List.of(
              new StructType()
                  .add("country", DataTypes.StringType)
                  .add("price", DataTypes.createDecimalType(18, 2))
                  .add("fee", DataTypes.createDecimalType(28, 4))
                  .add("qty", DataTypes.LongType)
                  .add("stars", DataTypes.IntegerType)
                  .add("weight", DataTypes.DoubleType)
                  .fields()));

  /** An event is in two of them or three. */
  static final Window SLIDING = new Window(Duration.ofHours(1), Duration.ofMinutes(25));

  private static final Map<String, String> MEASURES = measures();

  /** Of the measures that Spark's own aggregation calls otherwise. */
  private static final Map<String, String> RECOMPUTED =
      Map.of(
          "first_price",
          "min_by(price, struct(event_time, _topic, _partition, _offset))",
          "last_rated",
          "max_by(event_id, struct(event_time, _topic, _partition, _offset))"
              + " filter (where stars is not null)",
          // In a minute they are few, and of few the sketch keeps each.
          "users",
          "count(distinct event_id)");

  private static final AtomicLong OFFSETS = new AtomicLong();

  private Shop() {}

  private static Map<String, String> measures() {
    Map<String, String> measures = new LinkedHashMap<>();
    measures.put("orders", "count(*)");
    measures.put("rated", "count(stars)");
    measures.put("revenue", "sum(price)");
    measures.put("fees", "sum(fee)");
    measures.put("items", "sum(qty)");
    measures.put("cheapest", "min(price)");
    measures.put("last_user", "max(event_id)");
    measures.put("heaviest", "max(weight)");
    measures.put("mean_price", "avg(price)");
    measures.put("mean_fee", "avg(fee)");
    measures.put("mean_stars", "avg(stars)");
    measures.put("first_price", "first(price)");
    measures.put("last_rated", "last(event_id) filter (where stars is not null)");
    measures.put("best", "count_if(stars = 5) filter (where price > 0)");
    measures.put("per_order", "sum(price) / count(*)");
    measures.put("users", "approx_count_distinct(event_id)");
    return measures;
  }

  static AnalyzedDataset dataset() {
    try {
      AnalyzedAggregate byCountry =
          aggregate(
              BY_COUNTRY,
              Window.tumbling(Duration.ofMinutes(1)),
              Duration.ofMinutes(10),
              List.of("country"),
              MEASURES);
      AnalyzedAggregate total =
          aggregate(TOTAL, SLIDING, Duration.ofDays(1), List.of(), Map.of("orders", "count(*)"));
      return new AnalyzedDataset(
          definition(List.of(byCountry.definition(), total.definition())),
          new StructType(),
          Optional.empty(),
          List.of(),
          List.of(),
          SILVER,
          List.of(byCountry, total));
    } catch (SqlProblem problem) {
      throw new IllegalStateException(problem);
    }
  }

  static AnalyzedAggregate aggregate(
      String name,
      Window window,
      Duration bucket,
      List<String> groupBy,
      Map<String, String> measures)
      throws SqlProblem {
    List<RowExpression> columns = new ArrayList<>();
    for (String column : groupBy) {
      columns.add(SqlAnalyzer.row(column, column, SILVER));
    }
    List<Measure> analyzed = new ArrayList<>();
    for (Map.Entry<String, String> measure : measures.entrySet()) {
      analyzed.add(SqlAnalyzer.measure(measure.getKey(), measure.getValue(), SILVER));
    }
    List<NamedMeasure> named =
        measures.entrySet().stream()
            .map(measure -> new NamedMeasure(measure.getKey(), measure.getValue()))
            .toList();
    return new AnalyzedAggregate(
        new Aggregate(name, window, bucket, groupBy, named, Optional.empty()), columns, analyzed);
  }

  private static DatasetDefinition definition(List<Aggregate> aggregates) {
    return new DatasetDefinition(
        Path.of("shop.yaml"),
        "0123456789ab",
        new DatasetDefinition.Metadata("shop", Optional.empty(), Optional.empty()),
        new DatasetDefinition.KafkaSource(
            "main",
            List.of("shop"),
            DatasetDefinition.StartingOffsets.EARLIEST,
            DatasetDefinition.Arrival.BROKER,
            1_000,
            1_000_000,
            1_000_000),
        new DatasetDefinition.Schema(
            new DatasetDefinition.Format.Json(new DatasetDefinition.Wire.Bare()),
            new EventSchema(List.of()),
            "event_id",
            new DatasetDefinition.EventTime("event_time", DatasetDefinition.EventTime.Unit.ISO8601),
            DatasetDefinition.Evolution.ADDITIVE),
        new DatasetDefinition.Silver(
            Optional.empty(),
            false,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(LATE),
            Optional.empty(),
            List.of(),
            List.of()),
        aggregates);
  }

  static Dataset<Row> silver(List<Row> rows) {
    return SparkForTests.session().createDataFrame(rows, SILVER);
  }

  /** One order; what a case does not vary is the same in all. */
  static Row order(String id, String country, Instant eventTime, String price, boolean late) {
    return row(id, eventTime, late, country, price, "0.0001", 1L, 5, 0.5);
  }

  static Row row(
      String id,
      Instant eventTime,
      boolean late,
      String country,
      String price,
      String fee,
      Long qty,
      Integer stars,
      Double weight) {
    return RowFactory.create(
        id,
        Timestamp.from(eventTime),
        Timestamp.from(eventTime.plus(late ? LATE.plusSeconds(1) : Duration.ofSeconds(1))),
        late,
        null,
        country,
        price == null ? null : new BigDecimal(price),
        fee == null ? null : new BigDecimal(fee),
        qty,
        stars,
        weight,
        null,
        "main",
        "shop",
        0,
        OFFSETS.getAndIncrement(),
        Date.valueOf(LocalDate.ofInstant(eventTime, ZoneOffset.UTC)));
  }

  /**
   * Rows of everything that may go wrong: NULLs, wide decimals, wrapping sums, times before 1970.
   */
  static List<Row> randomRows(long seed, int count) {
    Random random = new Random(seed);
    String[] countries = {"DE", "FR", "", "ß€", null};
    List<Row> rows = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Instant base = random.nextInt(4) == 0 ? Instant.EPOCH : Instant.parse("2024-03-10T11:58:00Z");
      long micros = (long) ((random.nextDouble() - 0.5) * 20 * 60 * 1_000_000);
      rows.add(
          row(
              "u" + random.nextInt(500),
              base.plusNanos(micros * 1_000),
              random.nextInt(5) == 0,
              countries[random.nextInt(countries.length)],
              decimal(random, 2, 1e15),
              decimal(random, 4, 9e23),
              orNull(random, random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextLong()),
              orNull(random, random.nextInt(5)),
              orNull(random, random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian())));
    }
    return rows;
  }

  private static String recomputation(Map.Entry<String, String> measure) {
    return RECOMPUTED.getOrDefault(measure.getKey(), measure.getValue())
        + " as "
        + measure.getKey();
  }

  private static String decimal(Random random, int scale, double bound) {
    BigDecimal value = BigDecimal.valueOf((random.nextDouble() - 0.5) * bound);
    return orNull(random, value.setScale(scale, java.math.RoundingMode.HALF_UP).toPlainString());
  }

  private static <T> T orNull(Random random, T value) {
    return random.nextInt(10) == 0 ? null : value;
  }

  /** What Spark's own aggregation says an aggregate holds, without versions and times. */
  static List<Row> recomputed(Dataset<Row> silver, String aggregate, long frontierMicros) {
    silver.createOrReplaceTempView("recomputed_silver");
    boolean total = aggregate.equals(TOTAL);
    String measures =
        total
            ? "count(*) as orders"
            : String.join(", ", MEASURES.entrySet().stream().map(Shop::recomputation).toList());
    String group = total ? "" : ", country";
    long until = frontierMicros - LATE.toNanos() / 1_000;
    return SparkForTests.session()
        .sql(
            "select w.start as window_start, w.end as window_end"
                + group
                + ", "
                + measures
                + ", count_if(late) as late_rows, unix_micros(w.end) <= "
                + until
                + "L as final from (select *, window(event_time, '"
                + (total ? "1 hour', '25 minutes" : "1 minute")
                + "') as w from recomputed_silver) group by w"
                + group)
        .collectAsList();
  }
}
