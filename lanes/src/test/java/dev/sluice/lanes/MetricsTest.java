package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reason;
import dev.sluice.gold.GoldReach;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String LIVE = "dataset=\"metered\",lane=\"live\"";
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(sluice_[a-z_]+)`");

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private URI metrics;

  @Test
  void aDriverSaysWhatItDid() throws Exception {
    TestDataset dataset =
        TestDataset.of(directory, "metered")
            .on(listening(directory, new MetricsAddress("127.0.0.1", 0)));
    AtomicBoolean broken = new AtomicBoolean(true);
    long start = System.currentTimeMillis();
    try (TestTopic topic = TestTopic.create("metered", 2);
        Supervisor supervisor = dataset.supervise(write -> failAt(write, broken))) {
      metrics = URI.create(supervisor.status().metrics());
      sendAllKinds(topic, start);
      HttpResponse<String> trouble =
          await().atMost(LIMIT).until(() -> get("/healthz"), answer -> answer.statusCode() == 503);
      assertThat(new ObjectMapper().readTree(trouble.body()).get("problems"))
          .singleElement()
          .asString()
          .contains("live.metered failed and waits to be started again: ", "broken on purpose");
      Scrape early = await().atMost(LIMIT).until(this::scrape, scrape -> up(scrape, "silver") == 0);
      assertThat(up(early, "gold")).isOne();
      assertThat(early.values("sluice_freshness_seconds")).isEmpty();

      broken.set(false);
      dataset.tables().awaitSilver(topic);
      dataset.tables().awaitGold();
      await().atMost(LIMIT).until(() -> scrape().value(rows("silver", "read")) == 8);
      await().atMost(LIMIT).until(() -> get("/healthz").statusCode() == 200);
      await().atMost(LIMIT).until(() -> isQuiet(scrape(), dataset.tables()));
      assertWhatWasSent(scrape(), start / 1e3, dataset.tables());
      assertTheDriverIsOneSource(supervisor.status());
      assertThat(jobsOf(this::scrape)).isEmpty();
      dataset.byTheDriver(new Request.Maintain("silver.metered", false, false, -1, true));
      assertThat(
              scrape().value("sluice_uniqueness_violations{dataset=\"metered\",layer=\"silver\"}"))
          .isZero();
      assertThat(scrape().types().keySet()).isEqualTo(documented());
      assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
    }
  }

  private static void failAt(String write, AtomicBoolean broken) {
    if (write.equals("hot") && broken.get()) {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private static double up(Scrape scrape, String layer) {
    return scrape.value("sluice_stage_up{dataset=\"metered\",layer=\"%s\"}".formatted(layer));
  }

  /** Whether gold has taken all that silver has, and will not commit until there is more. */
  private static boolean isQuiet(Scrape scrape, LakeTables tables) {
    return scrape.value(lag()) == 0
        && GoldReach.consumed(tables.goldTable("hourly"), tables.goldTable("hourly").version())
            == tables.silverTable().version();
  }

  /** Of the eight: 3 good, 1 of them late; 2 duplicates; 3 in quarantine. */
  private static void sendAllKinds(TestTopic topic, long now) {
    topic.send(0, event("a", "1.00", "DE", now));
    topic.send(0, event("b", "1.00", "FR", now));
    topic.send(0, event("late", "1.00", "DE", now - Duration.ofHours(1).toMillis()));
    topic.send(0, event("a", "1.00", "DE", now));
    topic.send(0, event("a", "2.00", "DE", now));
    topic.send(1, event("cheap", "-1.00", "DE", now));
    topic.send(1, "{broken");
    topic.send(1, null);
  }

  private static void assertWhatWasSent(Scrape scrape, double start, LakeTables tables) {
    assertThat(scrape.value(rows("bronze", "read"))).isEqualTo(8);
    assertThat(scrape.value(rows("silver", "good"))).isEqualTo(3);
    assertThat(scrape.value(rows("silver", "late"))).isEqualTo(1);
    assertThat(scrape.value(rows("silver", "duplicate"))).isEqualTo(2);
    assertThat(scrape.value(rows("silver", "quarantined"))).isEqualTo(3);
    assertThat(scrape.value(rows("silver", "filtered"))).isZero();
    assertThat(scrape.values("sluice_quarantined_rows_total"))
        .hasSize(Reason.values().length)
        .containsEntry("dataset=\"metered\",layer=\"silver\",reason=\"MALFORMED\"", 1.0)
        .containsEntry("dataset=\"metered\",layer=\"silver\",reason=\"TOMBSTONE\"", 1.0)
        .containsEntry("dataset=\"metered\",layer=\"silver\",reason=\"RULE_FAILED\"", 1.0)
        .containsEntry("dataset=\"metered\",layer=\"silver\",reason=\"MISSING_FIELD\"", 0.0);
    assertThat(scrape.values("sluice_rule_failures_total"))
        .isEqualTo(Map.of("dataset=\"metered\",layer=\"silver\",rule=\"price_not_negative\"", 1.0));
    assertThat(scrape.values("sluice_state_rows").values()).containsExactly(3.0);
    assertThat(scrape.values("sluice_accounting_mismatch_total").values()).containsExactly(0.0);
    assertThat(scrape.values("sluice_kafka_lag_records"))
        .containsOnlyKeys("dataset=\"metered\",topic=\"metered\"");
    assertThat(scrape.values("sluice_restarts_total").get(LIVE)).isPositive();
    assertThat(scrape.values("sluice_stage_up").values()).hasSize(4).containsOnly(1.0);
    assertThat(scrape.values("sluice_stage_last_progress_timestamp_seconds").values())
        .hasSize(4)
        .allSatisfy(at -> assertThat(at).isBetween(start, System.currentTimeMillis() / 1e3));
    double age = System.currentTimeMillis() / 1e3 - start;
    assertThat(scrape.values("sluice_freshness_seconds").values())
        .singleElement()
        .satisfies(seconds -> assertThat(seconds).isBetween(0.0, age));
    assertHistogram(scrape);
    assertTable(scrape, "bronze.metered", tables.bronzeTable());
    assertTable(scrape, "silver.metered", tables.silverTable());
    assertTable(scrape, "quarantine.metered", tables.quarantineTable());
    assertTable(scrape, "gold.metered_sales", tables.goldTable("sales"));
    assertTable(scrape, "gold.metered_hourly", tables.goldTable("hourly"));
  }

  private static void assertHistogram(Scrape scrape) {
    for (String layer : Set.of("bronze", "silver", "gold", "hot")) {
      String stage = "dataset=\"metered\",layer=\"" + layer + "\"";
      double batches = scrape.value("sluice_batches_total{" + stage + "}");
      assertThat(batches).isPositive();
      assertThat(scrape.value("sluice_batch_duration_seconds_count{" + stage + "}"))
          .isEqualTo(batches);
      assertThat(scrape.value("sluice_batch_duration_seconds_bucket{" + stage + ",le=\"+Inf\"}"))
          .isEqualTo(batches);
      assertThat(scrape.value("sluice_batch_duration_seconds_sum{" + stage + "}")).isPositive();
    }
  }

  private static void assertTable(Scrape scrape, String name, LakeTable table) {
    String labels = "{dataset=\"metered\",table=\"" + name + "\"}";
    // By its files, not by what the log says of their number.
    String[] files = table.read().inputFiles();
    assertThat(scrape.value("sluice_table_files" + labels)).as(name).isEqualTo(files.length);
    long bytes = 0;
    for (String file : files) {
      bytes += Path.of(URI.create(file)).toFile().length();
    }
    assertThat(scrape.value("sluice_table_bytes" + labels)).as(name).isEqualTo(bytes);
    assertThat(scrape.value("sluice_table_version" + labels)).as(name).isEqualTo(table.version());
  }

  /** The Spark jobs that an action runs outside the pools of the lanes. */
  private static List<Integer> jobsOf(Callable<?> action) throws Exception {
    SparkContext spark = SparkForTests.session().sparkContext();
    List<Integer> jobs = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            if (job.properties().getProperty("spark.scheduler.pool") == null) {
              jobs.add(job.jobId());
            }
          }
        };
    spark.addSparkListener(listener);
    action.call();
    spark.listenerBus().waitUntilEmpty();
    spark.removeSparkListener(listener);
    return jobs;
  }

  /** What people are told is what Prometheus is told. */
  private void assertTheDriverIsOneSource(DriverStatus status) throws Exception {
    Scrape now = scrape();
    StageStatus silver =
        status.stages().stream().filter(s -> s.stage().equals("silver.metered")).findAny().get();
    assertThat((double) silver.rows()).isEqualTo(now.value(rows("silver", "good")));
    assertThat((double) silver.quarantined()).isEqualTo(now.value(rows("silver", "quarantined")));
    assertThat((double) status.lanes().get(0).restarts())
        .isEqualTo(now.values("sluice_restarts_total").get(LIVE));
  }

  @Test
  void aPortThatIsTakenIsReplaced() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        MetricsServer server =
            MetricsServer.start(
                new MetricsAddress("127.0.0.1", taken.getLocalPort()),
                () -> "nothing 1\n",
                () -> new DriverHealth(List.of(), 0, List.of()))) {
      metrics = server.uri();
      assertThat(metrics.getPort()).isNotEqualTo(taken.getLocalPort());
      assertThat(get("/metrics").body()).isEqualTo("nothing 1\n");
      assertThat(get("/healthz").body())
          .isEqualTo("{\"healthy\":true,\"problems\":[],\"accounting_mismatches\":0,\"held\":[]}");
    }
  }

  @Test
  void aStageThatDoesNotComeRoundIsInTrouble() {
    Instant begun = Instant.parse("2026-01-01T00:00:00Z");
    LaneStatus lane = new LaneStatus("live.a", "running", 1, 0, null, begun, 0);
    Optional<Instant> turned = Optional.of(begun.plusSeconds(100));

    assertThat(health(lane, turned, begun.plusSeconds(220)).isUp()).isTrue();
    assertThat(health(lane, turned, begun.plusSeconds(221)).trouble())
        .contains("silver.a has not come round for 121 s");
    // What it did before the lane was started again says nothing of now.
    assertThat(health(lane, Optional.of(begun.minusSeconds(9)), begun.plusSeconds(10)).isUp())
        .isTrue();
    assertThat(health(lane, Optional.empty(), begun.plusSeconds(121)).trouble())
        .contains("silver.a has not come round for 121 s");
  }

  private static StageHealth health(LaneStatus lane, Optional<Instant> turned, Instant now) {
    return StageHealth.of(lane, Layer.SILVER, "a", turned, now);
  }

  private static Set<String> documented() throws IOException {
    String page = Files.readString(Path.of("../docs/reference/metrics.md"));
    return DOCUMENTED
        .matcher(page)
        .results()
        .map((MatchResult name) -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Scrape scrape() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    return Scrape.of(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(metrics.resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String lag() {
    return "sluice_kafka_lag_records{dataset=\"metered\",topic=\"metered\"}";
  }

  private static String rows(String layer, String outcome) {
    return "sluice_rows_total{dataset=\"metered\",layer=\"%s\",outcome=\"%s\"}"
        .formatted(layer, outcome);
  }

  private static PlatformDefinition listening(Path directory, MetricsAddress address) {
    PlatformDefinition silent = TestStack.platform(directory.resolve("lake"), LaneOption.LIVE);
    return new PlatformDefinition(
        silent.lake(),
        silent.clusters(),
        silent.redis(),
        silent.lanes(),
        silent.tables(),
        silent.goldInterval(),
        Optional.of(address),
        silent.registry(),
        silent.hmacKeys());
  }
}
