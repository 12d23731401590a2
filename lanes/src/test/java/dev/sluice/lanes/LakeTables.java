package dev.sluice.lanes;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import redis.clients.jedis.Jedis;

/** What the tables of one dataset and its hot keys say, as sorted lines to compare. */
final class LakeTables {
  private static final String COORDINATES = "concat(partition, ':', offset)";
  private static final String START = "date_format(window_start, \"yyyy-MM-dd'T'HH:mm:ss'Z'\")";
  private static final String[] HOT_FIELDS = {
    "window_start", "country", "orders", "revenue", "mean", "late_rows"
  };
  private static final String SILVER_COORDINATES = "concat(_partition, ':', _offset)";

  private final SparkSession session = SparkForTests.session();
  private final Lake lake;
  private final String dataset;
  private final int generation;

  LakeTables(Path lake, String dataset) {
    this(lake.toString(), dataset, 1);
  }

  LakeTables(String root, String dataset, int generation) {
    this.lake = new Lake(root);
    this.dataset = dataset;
    this.generation = generation;
  }

  LakeTable bronzeTable() {
    return new LakeTable(session, lake.bronze(dataset, 1));
  }

  LakeTable silverTable() {
    return new LakeTable(session, lake.silver(dataset, generation));
  }

  LakeTable quarantineTable() {
    return new LakeTable(session, lake.quarantine(dataset, generation));
  }

  LakeTable goldTable(String aggregate) {
    return new LakeTable(session, lake.gold(dataset + "_" + aggregate, generation));
  }

  /** Coordinates of bronze. */
  List<String> bronze() {
    return lines(bronzeTable(), COORDINATES);
  }

  /** Coordinates of silver. */
  List<String> silver() {
    return lines(silverTable(), SILVER_COORDINATES);
  }

  /** Coordinates of quarantine. */
  List<String> quarantine() {
    return lines(quarantineTable(), COORDINATES);
  }

  /** An aggregate's rows: keys, measures and late rows. */
  List<String> gold(String aggregate) {
    return lines(goldTable(aggregate), START, "country", "orders", "revenue", "mean", "late_rows");
  }

  /** What gold must say, recomputed from silver by Spark. */
  List<String> goldFromSilver(String window) {
    if (!silverTable().exists()) {
      return List.of();
    }
    Column start = window(col("event_time"), window).getField("start");
    return lines(
        silverTable()
            .read()
            .groupBy(start.as("window_start"), col("country"))
            .agg(count(lit(1)), sum("price"), avg("price"), expr("count_if(late)"))
            .withColumn("window_start", expr(START)));
  }

  /** Every hot key: keys, measures and late rows, as gold has them. */
  List<String> hot(Jedis redis) {
    List<String> lines = new ArrayList<>();
    for (String key : redis.keys(dataset + ":*")) {
      lines.add(String.join(",", redis.hmget(key, HOT_FIELDS)));
    }
    return lines.stream().sorted().toList();
  }

  /** Waits until bronze has what was sent. */
  void awaitBronze(TestTopic topic) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Reached.of(bronzeTable()).offsets().covers(topic.ends()));
  }

  /** {@code country=orders} of every hot key. */
  List<String> hotOrders(Jedis redis) {
    return redis.keys(dataset + ":*").stream()
        .map(key -> String.join("=", redis.hmget(key, "country", "orders")))
        .sorted()
        .toList();
  }

  /** Waits until silver has what was sent. */
  void awaitSilver(TestTopic topic) {
    await()
        .atMost(Duration.ofSeconds(180))
        .until(() -> Reached.of(silverTable()).offsets().covers(topic.ends()));
  }

  /** Waits until hot says what silver does, which has everything already. */
  void awaitHot(Jedis redis) {
    List<String> expected = goldFromSilver("1 minute");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(hot(redis)).isEqualTo(expected));
  }

  /** Whether bronze says where the source is read from. */
  boolean bronzeBegins() {
    return !Reached.of(bronzeTable()).offsets().topics().isEmpty();
  }

  /** Waits until gold says what silver does, which has everything already. */
  void awaitGold() {
    Map<String, List<String>> expected = expectedGold();
    assertThat(expected.get("sales")).isNotEmpty();
    expected.forEach(this::awaitGold);
  }

  /** Asks the table again only when it has another version: a question costs more than a commit. */
  private void awaitGold(String aggregate, List<String> expected) {
    LakeTable table = goldTable(aggregate);
    AtomicLong asked = new AtomicLong(-1);
    await(aggregate + " says what silver does")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              long version = table.version();
              return asked.getAndSet(version) != version && gold(aggregate).equals(expected);
            });
  }

  /** Everything sent is in bronze once, and in one place of silver's; gold and its sum agree. */
  void assertComplete(TestTopic topic) {
    assertThat(bronze()).containsExactlyInAnyOrderElementsOf(topic.sent());
    Accounting accounting = accounting();
    assertThat(accounting.addsUp()).isTrue();
    assertThat(accounting.read()).isEqualTo(topic.sent().size());
    assertThat(accounting.good()).isEqualTo(silver().size());
    assertThat(accounting.quarantined()).isEqualTo(quarantine().size());
  }

  /** Both aggregates are what silver gives. */
  void assertGold() {
    Map<String, List<String>> expected = expectedGold();
    assertThat(gold("sales")).isNotEmpty().isEqualTo(expected.get("sales"));
    assertThat(gold("hourly")).isEqualTo(expected.get("hourly"));
  }

  private Map<String, List<String>> expectedGold() {
    return Map.of("sales", goldFromSilver("1 minute"), "hourly", goldFromSilver("1 hour"));
  }

  /** The counts of all silver commits together. */
  Accounting accounting() {
    List<Accounting> all = new ArrayList<>();
    silverTable()
        .forEachCommit(
            1,
            commit ->
                commit
                    .metadata()
                    .filter(json -> json.has("accounting"))
                    .ifPresent(json -> all.add(Accounting.fromJson(json.get("accounting")))));
    return all.stream().reduce(Accounting.EMPTY, Accounting::plus);
  }

  /**
   * Every row and cell of silver, quarantine and gold but for when and from what it was written.
   */
  Map<String, List<String>> everything() {
    return Map.of(
        "silver", lines(silverTable().read()),
        "quarantine", lines(quarantineTable().read().drop("quarantined_at", "definition_version")),
        "sales", lines(goldTable("sales").read().drop("updated_at", "version")),
        "hourly", lines(goldTable("hourly").read().drop("updated_at", "version")));
  }

  private static List<String> lines(LakeTable table, String... columns) {
    return table.exists() ? lines(table.read().selectExpr(columns)) : List.of();
  }

  static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString(",")).sorted().toList();
  }
}
