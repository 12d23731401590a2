package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Silver gains columns under a live stream, at a restart, and whoever dies meanwhile. */
class EvolutionTest {
  private static final String NAME = "evolving";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String CHANNEL = "\"channel\": {\"type\": \"string\"}, ";
  private static final String SIZE = "\"size\": {\"type\": \"integer\"}, ";
  private static final String DEVICE =
      "\"device\": {\"type\": \"object\", \"properties\": {\"os\": {\"type\": \"string\"}}}, ";

  @TempDir Path directory;

  @Test
  void columnsComeWhileEventsDoAndNothingIsLostOrDoubled() throws Exception {
    TestDataset dataset = TestDataset.of(directory, NAME);
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (TestTopic topic = TestTopic.create(NAME, 2);
        Jedis redis = TestStack.redis();
        Jedis watched = TestStack.redis()) {
      try (Supervisor driver = dataset.supervise(killer)) {
        Sender sender = new Sender(topic, watched);
        var sending = clock.scheduleAtFixedRate(sender, 0, 40, TimeUnit.MILLISECONDS);
        awaitMore(tables);
        diesAndIsAskedAgain(dataset, tables, killer);
        assertThatThrownBy(() -> apply(dataset, "other", CHANNEL, "country"))
            .hasMessageContaining("field country has another type")
            .hasMessageContaining("field size is gone")
            .extracting(error -> ((SluiceException) error).code())
            .isEqualTo("SL-4080");
        sending.cancel(false);
        everythingIsThere(tables, topic, redis);
        assertThat(sender.hot).as("what a service sees of a window").isSorted();
        assertThat(driver.status().lanes()).allMatch(lane -> lane.restarts() == 0);
        assertThat(
                counts(tables, "channel is null and get_json_object(_extra, '$.channel') = 'web'"))
            .as("rows of before have the field where it was")
            .isPositive();
        assertThat(counts(tables, "channel = 'web' and _extra is null")).isPositive();
        for (String field : List.of("channel", "size")) {
          assertThat(
                  counts(
                      tables,
                      "(%1$s is null) = (get_json_object(_extra, '$.%1$s') is not null)"
                          .formatted(field)))
              .as("rows with %s in one of the two places", field)
              .isEqualTo(sender.withMore.get());
        }
      }
      goesOnAfterRestarts(dataset, topic, redis);
    } finally {
      clock.shutdownNow();
    }
  }

  /** After each of its writes; the lanes go on with what they had, or with what is in force. */
  private void diesAndIsAskedAgain(TestDataset dataset, LakeTables tables, Killer killer)
      throws Exception {
    killer.aimAt(Apply.COLUMNS);
    assertThatThrownBy(() -> apply(dataset, "first", SIZE + CHANNEL, ""))
        .hasMessageContaining("died after columns");
    awaitMore(tables);
    assertThat(counts(tables, "channel is not null")).as("still the definition before").isZero();
    killer.aimAt(Apply.DEFINITION);
    assertThatThrownBy(() -> apply(dataset, "first", SIZE + CHANNEL, ""))
        .hasMessageContaining("died after definition");
    awaitMore(tables);
    JsonNode again = apply(dataset, "first", SIZE + CHANNEL, "");
    assertThat(again.get("changed").asBoolean()).isFalse();
  }

  /** The drivers after it: with the first file and a request left open, and with another file. */
  private void goesOnAfterRestarts(TestDataset dataset, TestTopic topic, Jedis redis)
      throws Exception {
    LakeTables tables = dataset.tables();
    Path more = file("more", DEVICE + SIZE + CHANNEL, "");
    Requests requests = new Requests(new Lake(dataset.platform().lake()), hadoop());
    assertThat(SurroundingsCheck.warnings(dataset.context(), List.of()))
        .as("what a driver says that is started with the first file")
        .containsExactly(
            "silver.evolving has columns that the definition does not have, NULL from now on: size,"
                + " channel. If the file is an older one, `sluice apply` the newer one and start"
                + " with it");
    String open = requests.post(new Request.Apply(NAME, DefinitionFiles.read(more)));
    topic.send(0, event("last", 5, ",\"channel\":\"app\""));
    try (Supervisor oldFile = dataset.supervise()) {
      await().atMost(LIMIT).until(() -> requests.answer(open).isPresent());
      assertThat(requests.answer(open).get().require().get("columns_added").toString())
          .isEqualTo("[\"device\"]");
      topic.send(0, event("after", 5, ",\"channel\":\"app\",\"device\":{\"os\":\"x\",\"v\":1}"));
      tables.awaitSilver(topic);
    }
    assertThat(counts(tables, "device.os = 'x' and _extra = '{\"device\":{\"v\":1}}'")).isOne();

    String wider = DEVICE.replace("}}}", "}, \"v\": {\"type\": \"integer\"}}}") + SIZE + CHANNEL;
    assertThatThrownBy(() -> start(dataset, file("refused", wider, "country")))
        .hasMessageContaining("column country is string and would be bigint")
        .extracting(error -> ((SluiceException) error).code())
        .isEqualTo("SL-4081");
    try (Supervisor restarted = start(dataset, file("wider", wider, ""))) {
      topic.send(1, event("wider", 5, ",\"device\":{\"os\":\"y\",\"v\":2}"));
      topic.send(1, event("after", 5, ",\"channel\":\"app\""));
      everythingIsThere(tables, topic, redis);
      assertThat(restarted.status().lanes()).allMatch(lane -> lane.restarts() == 0);
    }
    assertThat(counts(tables, "device.v = 2 and _extra is null")).isOne();
    assertThat(counts(tables, "device.v is null and device.os = 'x'")).isOne();
    assertThat(counts(tables, "event_id = 'after'")).as("the index knows rows of before").isOne();
  }

  private static void everythingIsThere(LakeTables tables, TestTopic topic, Jedis redis) {
    tables.awaitSilver(topic);
    tables.awaitGold();
    tables.awaitHot(redis);
    tables.assertComplete(topic);
    assertThat(tables.silver()).doesNotHaveDuplicates();
    assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
  }

  /** Waits for good rows that were judged from now on. */
  private static void awaitMore(LakeTables tables) {
    await().atMost(LIMIT).until(() -> tables.silverTable().exists());
    long before = tables.accounting().good();
    await().atMost(LIMIT).until(() -> tables.accounting().good() > before + 15);
  }

  private static long counts(LakeTables tables, String condition) {
    return tables.silverTable().read().where(condition).count();
  }

  private JsonNode apply(TestDataset dataset, String version, String fields, String widened)
      throws Exception {
    return dataset.byTheDriver(
        new Request.Apply(NAME, DefinitionFiles.read(file(version, fields, widened))));
  }

  private static Supervisor start(TestDataset dataset, Path file) {
    List<AnalyzedDataset> datasets = Definitions.require(List.of(file), dataset.platform());
    return Supervisor.start(
        SparkForTests.session(), dataset.platform(), datasets, WriteObserver.NONE);
  }

  /**
   * The dataset with more fields, before the last one.
   *
   * @param number a field that becomes an integer; none if empty
   */
  private Path file(String version, String fields, String number) throws IOException {
    Path folder = directory.resolve(version);
    Path file = TestStack.datasetFileWith(folder, NAME, fields);
    if (!number.isEmpty()) {
      Path schema = folder.resolve("click.schema.json");
      String text = "\"" + number + "\": {\"type\": \"string\"}";
      Files.writeString(
          schema, Files.readString(schema).replace(text, text.replace("string", "integer")));
    }
    Files.writeString(file, Files.readString(file) + "# " + version + "\n");
    return file;
  }

  private static String event(String id, int price, String more) {
    return "{\"event_id\":\"%s\",\"occurred_at\":%d,\"price\":%d.00,\"country\":\"DE\"%s}"
        .formatted(id, System.currentTimeMillis(), price, more);
  }

  private static Configuration hadoop() {
    return SparkForTests.session().sparkContext().hadoopConfiguration();
  }

  /** Good rows, most with a field that nobody knows at first; bad ones and repeats among them. */
  private static final class Sender implements Runnable {
    private final TestTopic topic;
    private final Jedis redis;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger withMore = new AtomicInteger();
    private final List<Long> hot = new CopyOnWriteArrayList<>();
    private final long at = System.currentTimeMillis();
    private String window;

    Sender(TestTopic topic, Jedis redis) {
      this.topic = topic;
      this.redis = redis;
    }

    @Override
    public void run() {
      int n = count.getAndIncrement();
      switch (n % 5) {
        case 0 -> topic.send(n % 2, sent(n, 3, ""));
        case 1 -> topic.send(n % 2, sent(n, -1, ",\"channel\":\"web\""));
        case 2 -> topic.send((n + 1) % 2, sent(n - 2, 3, ""));
        default -> {
          topic.send(n % 2, sent(n, 3, ",\"channel\":\"web\",\"size\":" + n));
          withMore.incrementAndGet();
        }
      }
      look();
    }

    private String sent(int n, int price, String more) {
      return "{\"event_id\":\"e%d\",\"occurred_at\":%d,\"price\":%d.00,\"country\":\"DE\"%s}"
          .formatted(n, at, price, more);
    }

    /** All events are of one window. */
    private void look() {
      window =
          window == null ? redis.keys(NAME + ":DE:*").stream().findFirst().orElse(null) : window;
      String orders = window == null ? null : redis.hget(window, "orders");
      if (orders != null) {
        hot.add(Long.valueOf(orders));
      }
    }
  }
}
