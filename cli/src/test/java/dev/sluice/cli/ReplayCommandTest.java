package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.examples.ClickstreamExample;
import dev.sluice.examples.TopicSettings;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import dev.sluice.lanes.Supervisor;
import dev.sluice.local.KafkaBroker;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clickstream, with its duplicates, late and bad rows, and its history again. */
class ReplayCommandTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final String BATCH = "maxRecordsPerBatch: 200000";
  private static final List<String> GOLD = List.of("sales_by_country_1m", "views_by_page_1m");

  @TempDir Path home;

  private final SparkSession session = SparkForTests.session();
  private Lake lake;
  private Path definition;

  /** Of the example, but with batches that are small enough to be many. */
  @BeforeEach
  void copyTheDefinition() throws IOException {
    SluiceProcess.home(home);
    lake = new Lake(home.resolve("a lake").toString());
    Path example = REPOSITORY.resolve("examples/clickstream");
    definition = home.resolve("definition/dataset.yaml");
    Files.createDirectories(definition.getParent());
    Files.copy(
        example.resolve("click.schema.json"), definition.resolveSibling("click.schema.json"));
    String yaml = Files.readString(example.resolve("dataset.yaml"));
    assertThat(yaml).contains(BATCH);
    Files.writeString(definition, yaml.replace(BATCH, "maxRecordsPerBatch: 1000"));
  }

  @Test
  void namesGoToTheReplayedGenerationAndBack() throws Exception {
    stream(4_000, 2_000);
    String good = count();

    JsonNode same = replay("--no-swap");
    assertThat(same.path("generation").asInt()).isEqualTo(2);
    assertThat(same.path("swapped").asBoolean()).isFalse();
    assertUnchanged(same);
    assertSameRows(2);
    assertThat(count()).isEqualTo(good);

    Path strict = changed("price >= 0", "price >= 20");
    TestConsole unasked = TestConsole.piped(home);
    assertThat(
            unasked.run(
                "replay", "clickstream", "--lake", lake.root(), "--definition", strict.toString()))
        .isZero();
    assertThat(unasked.error()).contains("not swapped").contains("--yes");
    assertThat(unasked.out()).contains("quarantine: RULE_FAILED price_not_negative");
    JsonNode swapped = replay("--definition", strict.toString(), "--yes");
    assertThat(swapped.path("swapped").asBoolean()).isTrue();
    assertThat(swapped.path("only_old").asLong()).isPositive();
    assertThat(ask("select count(*) as n from silver.clickstream where price < 20"))
        .contains("n\n0\n");
    assertThat(ask("select count(*) as n from gold.sales_by_country_1m where min_price < 20"))
        .contains("n\n0\n");

    TestConsole back = TestConsole.piped(home);
    assertThat(back.run("replay", "rollback", "clickstream", "--lake", lake.root(), "--yes"))
        .as(back.error())
        .isZero();
    assertThat(count()).isEqualTo(good);
  }

  @Test
  @Tag("slow")
  void aHundredThousandEventsAgainAreTheOriginalRowForRow() throws Exception {
    stream(100_000, 10_000);
    long rows = bronze().read().count();

    JsonNode single = replay("--no-swap", "--slice-batches", "1", "--definition", remarked("1"));
    assertUnchanged(single);
    assertThat(single.path("bronze_rows").asLong()).isEqualTo(rows);
    assertSameRows(2);

    DeltaTable.forPath(session, bronze().path()).optimize().executeCompaction();
    JsonNode wide = replay("--no-swap", "--slice-batches", "100", "--definition", remarked("100"));
    assertUnchanged(wide);
    assertThat(wide.path("bronze_rows").asLong()).isEqualTo(rows);
    assertSameRows(3);

    String twice = remarked("killed twice");
    for (long commits : List.of(3L, 8L)) {
      try (SluiceProcess process =
          SluiceProcess.start(
              home,
              "replay",
              "clickstream",
              "--lake",
              lake.root(),
              "--no-swap",
              "--slice-batches",
              "5",
              "--definition",
              twice)) {
        LakeTable silver = new LakeTable(session, lake.silver("clickstream", 4));
        await()
            .atMost(Duration.ofMinutes(5))
            .until(() -> !process.isAlive() || silver.version() >= commits);
        assertThat(process.isAlive()).as(process.error()).isTrue();
        process.kill();
      }
    }
    JsonNode killed = replay("--no-swap", "--slice-batches", "100", "--definition", twice);
    assertThat(killed.path("generation").asInt()).isEqualTo(4);
    assertThat(killed.path("bronze_rows").asLong()).as("of the last run").isLessThan(rows);
    assertUnchanged(killed);
    assertSameRows(4);
    JsonNode warm = replay("--no-swap", "--definition", remarked("warm"));
    assertUnchanged(warm);
    System.out.printf(
        "%,d rows; rows/s: slices of 1 batch %,d, of 100 %,d, as by default and warm %,d%n",
        rows,
        single.path("rows_per_second").asLong(),
        wide.path("rows_per_second").asLong(),
        warm.path("rows_per_second").asLong());
  }

  /** Sends events through live lanes until all of them are in gold. */
  private void stream(int events, int rate) throws Exception {
    ClickstreamExample example = new ClickstreamExample(REPOSITORY);
    try (KafkaBroker broker = KafkaBroker.start()) {
      TopicSettings topic = example.topics().get(0);
      broker.createTopic(topic.name(), topic.partitions(), topic.configs());
      PlatformDefinition platform =
          new PlatformDefinition(
              lake.root(),
              Map.of("main", new Cluster("main", broker.bootstrapServers(), Map.of())),
              Optional.empty(),
              LaneOption.LIVE,
              Duration.ofMillis(500),
              Duration.ofSeconds(2));
      GeneratorRun generator =
          example.generator(
              new GeneratorSettings(
                  broker.bootstrapServers(),
                  home.resolve("truth.jsonl"),
                  rate,
                  Duration.ofMillis(1_000L * events / rate),
                  1));
      try (Supervisor supervisor =
          Supervisor.start(
              session,
              platform,
              Definitions.require(List.of(definition), platform),
              WriteObserver.NONE)) {
        generator.run();
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> bronze().read().count() == generator.acknowledged());
        assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
      }
    }
  }

  private LakeTable bronze() {
    return new LakeTable(session, lake.bronze("clickstream", 1));
  }

  private JsonNode replay(String... options) throws IOException {
    TestConsole console = TestConsole.piped(home);
    List<String> words = new java.util.ArrayList<>(List.of("replay", "clickstream", "--json"));
    words.addAll(List.of("--lake", lake.root()));
    words.addAll(List.of(options));
    int code = console.run(words.toArray(String[]::new));
    assertThat(code).as(console.error()).isZero();
    assertThat(console.error()).contains("comparing with generation");
    return new ObjectMapper().readTree(console.out());
  }

  private static void assertUnchanged(JsonNode report) {
    assertThat(report.path("only_old").asLong()).as(report.toString()).isZero();
    assertThat(report.path("only_new").asLong()).as(report.toString()).isZero();
    assertThat(report.path("changed_cells").asLong()).as(report.toString()).isZero();
    assertThat(report.path("verdicts")).as(report.toString()).isEmpty();
    assertThat(report.path("silver_rows").asLong()).isPositive();
    assertThat(report.path("gold_rows").asLong()).isPositive();
  }

  /** Without any code of the comparison: every row and cell, also those it does not look at. */
  private void assertSameRows(int generation) {
    assertSame(lake.silver("clickstream", 1), lake.silver("clickstream", generation));
    assertSame(
        lake.quarantine("clickstream", 1),
        lake.quarantine("clickstream", generation),
        "quarantined_at",
        "definition_version");
    for (String aggregate : GOLD) {
      assertSame(
          lake.gold(aggregate, 1), lake.gold(aggregate, generation), "updated_at", "version");
    }
  }

  private void assertSame(String one, String other, String... without) {
    Dataset<Row> left = new LakeTable(session, one).read().drop(without);
    Dataset<Row> right = new LakeTable(session, other).read().drop(without);
    assertThat(left.exceptAll(right).count()).as("rows only in " + one).isZero();
    assertThat(right.exceptAll(left).count()).as("rows only in " + other).isZero();
    assertThat(left.count()).isPositive();
  }

  private String count() {
    return ask("select count(*) as n from silver.clickstream");
  }

  private String ask(String sql) {
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("sql", "--csv", "--lake", lake.root(), sql))
        .as(console.error())
        .isZero();
    return console.out();
  }

  private Path changed(String rule, String instead) throws IOException {
    String text = Files.readString(definition);
    assertThat(text).contains(rule);
    return Files.writeString(
        definition.resolveSibling("changed.yaml"), text.replace(rule, instead));
  }

  /** Another version of the definition that means the same. */
  private String remarked(String remark) throws IOException {
    Path file = definition.resolveSibling("remarked.yaml");
    return Files.writeString(file, Files.readString(definition) + "# " + remark + "\n").toString();
  }
}
