package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Twelve secrets and more of each format are sent, each by another way, through everything that
 * runs; then every byte that the run has left is searched for them, but for the data files of
 * bronze, which keep what came.
 */
class CanaryTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String KEY = "7f1d8e0ac35b4962b5d7c01e9a4f6632c8d95ab17e04f3d2";

  private final SparkSession session = SparkForTests.session();
  private final List<Canary> canaries =
      List.of(
          JsonCanary.dataset("canary"),
          AvroCanary.dataset("canary_avro"),
          ProtobufCanary.dataset("canary_protobuf"));

  @TempDir Path directory;

  @Test
  void whatIsProtectedIsInBronzeOnly() throws Exception {
    RunTexts texts = new RunTexts(session);
    AtomicBoolean broken = new AtomicBoolean(true);
    PlatformDefinition platform = platform();
    List<String> telemetry = new ArrayList<>();
    try (RunTexts recording = texts.record()) {
      List<TestTopic> topics =
          canaries.stream().map(canary -> TestTopic.create(canary.name(), 2)).toList();
      try (Supervisor supervisor =
          Supervisor.start(session, platform, datasets(platform), write -> failAt(write, broken))) {
        for (int n = 0; n < topics.size(); n++) {
          send(canaries.get(n), topics.get(n));
        }
        for (int n = 0; n < topics.size(); n++) {
          awaitAllTables(canaries.get(n), topics.get(n));
        }
        URI metrics = URI.create(supervisor.status().metrics());
        telemetry.add(get(metrics));
        telemetry.add(get(metrics.resolve("/healthz")));
        telemetry.add(supervisor.status().toString());
      }
      topics.forEach(TestTopic::close);
    }

    assertThat(telemetry.get(0))
        .contains(
            "sluice_rule_failures_total{dataset=\"canary\",layer=\"silver\",rule=\"no_note\"}");
    for (Canary canary : canaries) {
      assertWhatSilverSays(canary);
      assertThat(rows("bronze/" + canary.name()))
          .satisfies(
              bronze ->
                  canary
                      .secrets()
                      .values()
                      .forEach(secret -> assertThat(bronze).anyMatch(row -> row.contains(secret))));
      for (String table : List.of("silver/%s", "quarantine/%s", "gold/%s_visits")) {
        assertClean(table.formatted(canary.name()), rows(table.formatted(canary.name())));
      }
    }
    assertClean("metrics and status", telemetry);
    assertClean("logs", texts.logs());
    assertThat(texts.logs()).anyMatch(line -> line.contains("broken on purpose"));
    assertClean("plans", texts.plans());
    assertThat(texts.plans()).isNotEmpty();
    assertClean("redis", redis());
    assertAReplaySignsAnew(platform);
    assertFilesAreClean();
  }

  /** Under another key every signature differs; no report says from what to what. */
  private void assertAReplaySignsAnew(PlatformDefinition platform) throws Exception {
    List<HmacKey> keys = new ArrayList<>(List.of(new HmacKey("k2", KEY.toUpperCase(Locale.ROOT))));
    keys.addAll(platform.hmacKeys());
    ReplayReport report =
        new ReplayRun(
                session,
                platform.withHmacKeys(keys),
                "canary",
                new ReplaySettings(10_000, 1 << 20, 10),
                line -> {},
                WriteObserver.NONE)
            .replay(Optional.empty());
    assertThat(report.comparison().verdicts()).isEmpty();
    assertThat(String.join("\n", report.lines()))
        .contains("user_id=[(protected), (protected)]")
        .doesNotContain("k1:");
    String silver = table("silver/canary").replaceAll("g1$", "g2");
    assertThat(
            session
                .read()
                .format("delta")
                .load(silver)
                .selectExpr("substr(user_id, 1, 3)")
                .first()
                .getString(0))
        .isEqualTo("k2:");
  }

  private void awaitAllTables(Canary canary, TestTopic topic) {
    LakeTables tables = new LakeTables(directory.resolve("lake"), canary.name());
    tables.awaitSilver(topic);
    LakeTable gold = tables.goldTable("visits");
    await().atMost(LIMIT).until(() -> gold.exists() && gold.read().count() == 1);
    await()
        .atMost(LIMIT)
        .until(() -> redis().stream().anyMatch(t -> t.startsWith(canary.name() + ":k1")));
  }

  private void assertWhatSilverSays(Canary canary) {
    assertThat(
            lines(
                "silver/" + canary.name(),
                "substr(event_id, 1, 3)",
                "substr(user_id, 1, 3)",
                "who",
                "card",
                "ip",
                "_extra",
                "substr(customer.email, 1, 3)",
                "customer.age",
                "items[0].price",
                "warnings[0]"))
        .containsExactly("[k1:,k1:,****,****33,198.51.100.0/24,null,k1:,36,7,no_note]");
    assertThat(lines("quarantine/" + canary.name(), "reason"))
        .containsExactlyInAnyOrderElementsOf(
            canary.reasons().stream().map("[%s]"::formatted).toList());
  }

  private List<String> lines(String table, String... columns) {
    return new LakeTable(session, table(table))
        .read().selectExpr(columns).collectAsList().stream().map(Object::toString).toList();
  }

  private static void failAt(String write, AtomicBoolean broken) {
    if (write.equals("silver") && broken.getAndSet(false)) {
      throw new IllegalStateException("broken on purpose");
    }
  }

  /** The good one and its repetition, which come first, to one partition. */
  private static void send(Canary canary, TestTopic topic) {
    for (int n = 0; n < canary.events().size(); n++) {
      topic.sendBytes(n < 2 ? 0 : n % 2, canary.events().get(n));
    }
  }

  private PlatformDefinition platform() {
    PlatformDefinition silent =
        TestRegistry.on(TestStack.platform(directory.resolve("lake"), LaneOption.LIVE));
    return new PlatformDefinition(
        silent.lake(),
        silent.clusters(),
        silent.redis(),
        silent.lanes(),
        silent.tables(),
        silent.goldInterval(),
        Optional.of(new MetricsAddress("127.0.0.1", 0)),
        silent.registry(),
        List.of(new HmacKey("k1", KEY)));
  }

  private List<AnalyzedDataset> datasets(PlatformDefinition platform) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Canary canary : canaries) {
      Files.write(directory.resolve(canary.schemaFile()), canary.schema());
      files.add(Files.writeString(directory.resolve(canary.name() + ".yaml"), canary.dataset()));
    }
    return Definitions.require(files, platform);
  }

  private void assertClean(String where, List<String> texts) {
    for (String text : texts) {
      for (Canary canary : canaries) {
        canary
            .secrets()
            .forEach(
                (way, secret) ->
                    assertThat(text.contains(secret))
                        .as("%s of %s in %s: %s", way, canary.name(), where, text)
                        .isFalse());
      }
      assertThat(text.contains(KEY)).as("the key in %s: %s", where, text).isFalse();
    }
  }

  /** The lake with its logs, definitions and requests, and Spark's own directories. */
  private void assertFilesAreClean() throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> roots = new ArrayList<>(List.of(directory));
    for (File local : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      roots.add(local.toPath());
    }
    for (Path root : roots) {
      try (Stream<Path> found = Files.walk(root)) {
        found.filter(Files::isRegularFile).filter(file -> !isBronzeData(file)).forEach(files::add);
      }
    }
    assertThat(files).anyMatch(file -> file.toString().contains("_delta_log"));
    assertThat(files).anyMatch(file -> file.toString().contains("_sluice"));
    for (Path file : files) {
      assertClean(file.toString(), List.of(bytes(file)));
    }
  }

  private static boolean isBronzeData(Path file) {
    return file.toString().contains("/bronze/")
        && file.toString().endsWith(".parquet")
        && !file.toString().contains("_delta_log");
  }

  private static String bytes(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      // Spark cleans up behind itself.
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows of a table as texts; values of bronze as what they were sent as. */
  private List<String> rows(String table) {
    LakeTable rows = new LakeTable(session, table(table));
    return rows
        .read()
        .selectExpr(table.startsWith("bronze") ? "string(value)" : "to_json(struct(*))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private String table(String name) {
    return directory.resolve("lake").resolve(name).resolve("g1").toString();
  }

  /** All keys and values. */
  private static List<String> redis() {
    List<String> texts = new ArrayList<>();
    try (Jedis redis = TestStack.redis()) {
      for (String key : redis.keys("*")) {
        texts.add(key);
        texts.add(
            switch (redis.type(key)) {
              case "hash" -> redis.hgetAll(key).toString();
              case "set" -> redis.smembers(key).toString();
              case "zset" -> redis.zrange(key, 0, -1).toString();
              case "list" -> redis.lrange(key, 0, -1).toString();
              case "string" -> String.valueOf(redis.get(key));
              default -> "";
            });
      }
    }
    return texts;
  }

  private static String get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
