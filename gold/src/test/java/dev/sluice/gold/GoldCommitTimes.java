package dev.sluice.gold;

import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DatasetDefinition.Window;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.SilverTable;
import io.delta.tables.DeltaTable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How long a gold commit takes, beside a plain MERGE of the same rows: the figures of
 * docs/decisions/0003-gold-overwrites-buckets.md. A program, not a test: {@code GoldCommitTimes
 * <commits> <rows a commit> <countries>}.
 */
final class GoldCommitTimes {
  private static final Instant START = Instant.parse("2024-03-10T12:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private GoldCommitTimes() {}

  public static void main(String[] arguments) throws Exception {
    int commits = Integer.parseInt(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int countries = Integer.parseInt(arguments[2]);
    Path lake = Files.createTempDirectory("gold-commits");
    LakeTable silver = new LakeTable(SparkForTests.session(), lake + "/silver");
    silver.createIfMissing(
        Shop.SILVER, List.of(SilverTable.EVENT_DATE), List.of(SilverTable.EVENT_TIME));
    GoldStage tenMinutes = stage(lake, "ten", Duration.ofMinutes(10));
    GoldStage hour = stage(lake, "hour", Duration.ofHours(1));
    DeltaTable merged = mergeTarget(lake + "/merged");

    Random random = new Random(1);
    Map<String, List<long[]>> times = new LinkedHashMap<>();
    for (int commit = 0; commit < commits; commit++) {
      // Half a minute of event time a commit: the table grows through windows and buckets.
      Instant from = START.plusSeconds(30L * commit);
      silver.append(
          Shop.silver(orders(random, from, rows, countries)).coalesce(2),
          new ObjectMapper().createObjectNode());
      long version = silver.version();
      long frontier = (START.getEpochSecond() + 30L * commit) * 1_000_000;
      Dataset<Row> added = silver.added(version - 1, version);
      time(times, "overwrite, 10 min", () -> tenMinutes.advance(silver, version, frontier));
      time(times, "overwrite, 1 h", () -> hour.advance(silver, version, frontier));
      time(times, "merge", () -> merge(merged, added));
    }
    times.forEach((what, taken) -> print(what, taken.subList(taken.size() / 2, taken.size())));
  }

  private static GoldStage stage(Path lake, String name, Duration bucket) throws Exception {
    AnalyzedAggregate aggregate =
        Shop.aggregate(
            name,
            Window.tumbling(WINDOW),
            bucket,
            List.of("country"),
            Map.of("orders", "count(*)", "revenue", "sum(price)"));
    AnalyzedDataset shop = Shop.dataset();
    AnalyzedDataset dataset =
        new AnalyzedDataset(
            shop.definition(),
            shop.sourceSchema(),
            shop.where(),
            shop.fields(),
            shop.rules(),
            shop.silverSchema(),
            List.of(aggregate));
    return new GoldStage(
        SparkForTests.session(), dataset, table -> lake + "/gold/" + table, 1, table -> {});
  }

  private static DeltaTable mergeTarget(String path) {
    return DeltaTable.createIfNotExists(SparkForTests.session())
        .location(path)
        .addColumn("window_start", "timestamp")
        .addColumn("country", "string")
        .addColumn("orders", "bigint")
        .addColumn("revenue", "decimal(28,2)")
        .addColumn("day", "date")
        .partitionedBy("day")
        .property("delta.checkpointInterval", "1000000000")
        .execute();
  }

  private static void merge(DeltaTable target, Dataset<Row> added) {
    Dataset<Row> partial =
        added
            .groupBy(expr("window(event_time, '1 minute').start as window_start"), expr("country"))
            .agg(expr("count(*) as orders"), expr("sum(price) as revenue"))
            .withColumn("day", expr("to_date(window_start)"));
    target
        .as("t")
        .merge(
            partial.as("s"),
            "t.day = s.day and t.window_start = s.window_start and t.country <=> s.country")
        .whenMatched()
        .updateExpr(Map.of("orders", "t.orders + s.orders", "revenue", "t.revenue + s.revenue"))
        .whenNotMatched()
        .insertAll()
        .execute();
  }

  private static List<Row> orders(Random random, Instant from, int rows, int countries) {
    List<Row> orders = new ArrayList<>();
    for (int index = 0; index < rows; index++) {
      Instant at = from.plusMillis(random.nextInt(30_000));
      String country = "c" + random.nextInt(countries);
      orders.add(Shop.order("u" + index, country, at, "1.25", false));
    }
    return orders;
  }

  private static void time(Map<String, List<long[]>> times, String what, Runnable work) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    long wall = System.nanoTime() - start;
    times
        .computeIfAbsent(what, fresh -> new ArrayList<>())
        .add(new long[] {wall / 1_000_000, (system.getProcessCpuTime() - cpu) / 1_000_000});
  }

  private static void print(String what, List<long[]> taken) {
    List<Long> wall = taken.stream().map(each -> each[0]).sorted().toList();
    List<Long> cpu = taken.stream().map(each -> each[1]).sorted().toList();
    System.out.printf(
        "%-18s median %d ms, best %d ms, worst %d ms; processor %d ms%n",
        what,
        wall.get(wall.size() / 2),
        wall.get(0),
        wall.get(wall.size() - 1),
        cpu.get(cpu.size() / 2));
  }
}
