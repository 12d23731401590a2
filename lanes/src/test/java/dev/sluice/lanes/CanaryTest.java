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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Twelve secrets are sent, each by another way, through everything that runs; then every byte that
 * the run has left is searched for them, but for the data files of bronze, which keep what came.
 */
class CanaryTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String KEY = "7f1d8e0ac35b4962b5d7c01e9a4f6632c8d95ab17e04f3d2";

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "occurred_at", "user_id"],
       "properties": {
         "event_id": {"type": "string"},
         "occurred_at": {"type": "integer"},
         "user_id": {"type": "string"},
         "card": {"type": "string"},
         "ip": {"type": "string"},
         "tier": {"type": "string", "enum": ["free", "paid"]},
         "born": {"type": "string", "format": "date"},
         "customer": {"type": "object", "properties": {
           "email": {"type": "string"}, "age": {"type": "integer"}}},
         "items": {"type": "array", "items": {"type": "object", "properties": {
           "owner": {"type": "string"}, "price": {"type": "integer"}}}},
         "note": {"type": "string"}}}
      """;

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: canary}
      source:
        kafka: {cluster: main, topics: [canary]}
      schema:
        format: json
        file: canary.schema.json
        eventId: event_id
        eventTime: {field: occurred_at, unit: millis}
      silver:
        where: "user_id not like 'bot%'"
        select: [lower(user_id) as who]
        rules:
          - {name: card_is_long, expr: "length(card) > 12", onFail: quarantine}
          - {name: no_note, expr: "note is null", onFail: warn}
        dedup: {key: [event_id], within: 30 minutes}
        protect:
          - {field: event_id, as: hmac}
          - {field: user_id, as: hmac}
          - {field: who, as: mask}
          - {field: card, as: mask, keep: {last: 2}}
          - {field: ip, as: truncate}
          - {field: tier, as: hmac}
          - {field: born, as: truncate}
          - {field: customer.email, as: hmac}
          - {field: items.owner, as: drop}
          - {field: note, as: drop}
          - {field: _extra, as: drop}
      gold:
        aggregates:
          - name: canary_visits
            window: {tumbling: 1 minute}
            groupBy: [user_id, ip]
            measures: {visits: "count(*)", card: "max(card)", email: "min(customer.email)"}
            hot: {key: "canary:{user_id}:{ip}:{window_start}", ttl: 2 hours}
      """;

  /** What must be found in bronze and nowhere else, by the way it takes. */
  private static final Map<String, String> CANARIES = canaries();

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;

  private static Map<String, String> canaries() {
    Map<String, String> canaries = new LinkedHashMap<>();
    canaries.put("signed", "c01-ada@lovelace.example");
    canaries.put("masked", "c02-4111-2222-3333");
    canaries.put("truncated", "198.51.100.201");
    canaries.put("in a struct", "c04-grace@hopper.example");
    canaries.put("in an array", "c05-owner-katherine");
    canaries.put("dropped", "c06-her-diagnosis");
    canaries.put("undeclared", "c07-phone-0815-4711");
    canaries.put("malformed", "c08-half-a-document");
    canaries.put("of a wrong type", "c09-not-a-number");
    canaries.put("too long", "c10-much-too-long");
    canaries.put("an id", "c11-order-of-hedy");
    canaries.put("against a rule", "c12-1234");
    canaries.put("not listed", "c13-secret-tier");
    canaries.put("filtered", "bot-c14-mary");
    return canaries;
  }

  @Test
  void whatIsProtectedIsInBronzeOnly() throws Exception {
    RunTexts texts = new RunTexts(session);
    AtomicBoolean broken = new AtomicBoolean(true);
    PlatformDefinition platform = platform();
    List<String> telemetry = new ArrayList<>();
    try (RunTexts recording = texts.record();
        TestTopic topic = TestTopic.create("canary", 2);
        Supervisor supervisor =
            Supervisor.start(
                session, platform, List.of(dataset(platform)), write -> failAt(write, broken))) {
      send(topic);
      LakeTables tables = new LakeTables(Path.of(platform.lake()), "canary");
      tables.awaitSilver(topic);
      LakeTable gold = tables.goldTable("visits");
      await().atMost(LIMIT).until(() -> gold.exists() && gold.read().count() == 1);
      await().atMost(LIMIT).until(() -> redis().stream().anyMatch(t -> t.contains("canary:k1")));
      URI metrics = URI.create(supervisor.status().metrics());
      telemetry.add(get(metrics));
      telemetry.add(get(metrics.resolve("/healthz")));
      telemetry.add(supervisor.status().toString());
    }

    assertThat(telemetry.get(0))
        .contains(
            "sluice_rule_failures_total{dataset=\"canary\",layer=\"silver\",rule=\"no_note\"}");
    assertWhatSilverSays();
    assertThat(rows("bronze/canary"))
        .satisfies(
            bronze ->
                CANARIES
                    .values()
                    .forEach(canary -> assertThat(bronze).anyMatch(row -> row.contains(canary))));
    assertClean("metrics and status", telemetry);
    assertClean("logs", texts.logs());
    assertThat(texts.logs()).anyMatch(line -> line.contains("broken on purpose"));
    assertClean("plans", texts.plans());
    assertThat(texts.plans()).isNotEmpty();
    assertClean("redis", redis());
    for (String table : List.of("silver/canary", "quarantine/canary", "gold/canary_visits")) {
      assertClean(table, rows(table));
    }
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

  private void assertWhatSilverSays() {
    assertThat(
            session
                .read()
                .format("delta")
                .load(table("silver/canary"))
                .selectExpr(
                    "substr(event_id, 1, 3)",
                    "substr(user_id, 1, 3)",
                    "who",
                    "card",
                    "ip",
                    "_extra",
                    "substr(customer.email, 1, 3)",
                    "customer.age",
                    "items[0].price",
                    "warnings[0]")
                .collectAsList()
                .stream()
                .map(Object::toString))
        .containsExactly("[k1:,k1:,****,****33,198.51.100.0/24,null,k1:,36,7,no_note]");
    assertThat(
            session
                .read()
                .format("delta")
                .load(table("quarantine/canary"))
                .select("reason")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder(
            "MALFORMED", "TYPE_MISMATCH", "LIMIT_EXCEEDED", "RULE_FAILED", "UNKNOWN_ENUM");
  }

  private static void failAt(String write, AtomicBoolean broken) {
    if (write.equals("silver") && broken.getAndSet(false)) {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private static void send(TestTopic topic) {
    String good =
        event(
            """
            "event_id": "%s", "user_id": "%s", "card": "%s", "ip": "%s", "born": "1815-12-10",
            "tier": "paid", "note": "%s", "phone": "%s",
            "customer": {"email": "%s", "age": 36, "Email": "%s"},
            "items": [{"owner": "%s", "price": 7, "hidden": "%s"}]"""
                .formatted(
                    of("an id"),
                    of("signed"),
                    of("masked"),
                    of("truncated"),
                    of("dropped"),
                    of("undeclared"),
                    of("in a struct"),
                    of("in a struct"),
                    of("in an array"),
                    of("in an array")));
    topic.send(0, good);
    topic.send(0, good);
    topic.send(1, "{\"event_id\": \"m\", \"user_id\": \"%s\", ".formatted(of("malformed")));
    topic.send(
        1,
        event(
            "\"event_id\": \"t\", \"user_id\": \"u\", \"customer\": {\"age\": \"%s\"}"
                .formatted(of("of a wrong type"))));
    topic.send(
        1,
        event(
            "\"event_id\": \"l\", \"user_id\": \"%s\""
                .formatted(of("too long").repeat(300 * 1024 / of("too long").length()))));
    topic.send(
        1,
        event(
            "\"event_id\": \"r\", \"user_id\": \"u\", \"card\": \"%s\""
                .formatted(of("against a rule"))));
    topic.send(
        0,
        event(
            "\"event_id\": \"n\", \"user_id\": \"u\", \"tier\": \"%s\""
                .formatted(of("not listed"))));
    topic.send(0, event("\"event_id\": \"f\", \"user_id\": \"%s\"".formatted(of("filtered"))));
  }

  private static String event(String members) {
    return "{\"occurred_at\": %d, %s}".formatted(System.currentTimeMillis(), members);
  }

  private static String of(String way) {
    return CANARIES.get(way);
  }

  private PlatformDefinition platform() {
    PlatformDefinition silent = TestStack.platform(directory.resolve("lake"), LaneOption.LIVE);
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

  private AnalyzedDataset dataset(PlatformDefinition platform) throws IOException {
    Files.writeString(directory.resolve("canary.schema.json"), SCHEMA);
    Path file = Files.writeString(directory.resolve("canary.yaml"), DATASET);
    return Definitions.require(List.of(file), platform).get(0);
  }

  private static void assertClean(String where, List<String> texts) {
    for (String text : texts) {
      CANARIES.forEach(
          (way, canary) ->
              assertThat(text.contains(canary)).as("%s in %s: %s", way, where, text).isFalse());
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
