package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** SIGKILL for a driver that applies a definition, and the next one, under a stream. */
@Tag("slow")
class ApplyKilledTest {
  private static final String NAME = "killed";
  private static final String CHANNEL = "\"channel\": {\"type\": \"string\"}, ";
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path directory;
  private TestDataset dataset;
  private LakeTables tables;
  private Requests requests;
  private Process driver;

  @Test
  void nothingIsLostOrDoubledAndTheNextDriverApplies() throws Exception {
    dataset = TestDataset.of(directory, NAME);
    tables = dataset.tables();
    requests =
        new Requests(
            new Lake(dataset.platform().lake()),
            SparkForTests.session().sparkContext().hadoopConfiguration());
    Files.writeString(
        directory.resolve("platform.yaml"), TestStack.platformFile(directory.resolve("lake")));
    Path first = dataset.file(0, "first");
    Path more = TestStack.datasetFileWith(directory.resolve("more"), NAME, CHANNEL);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger sent = new AtomicInteger();
    try (TestTopic topic = TestTopic.create(NAME, 2);
        Jedis redis = TestStack.redis()) {
      var sending =
          clock.scheduleAtFixedRate(
              () -> send(topic, sent.getAndIncrement()), 0, 20, TimeUnit.MILLISECONDS);
      start(first);
      awaitMore();
      Request apply = new Request.Apply(NAME, DefinitionFiles.read(more));
      String open = requests.post(apply);
      killWhen(() -> requests.progress(open).isPresent());
      assertThat(requests.answer(open)).isEmpty();

      start(first);
      killWhen(this::hasColumn);
      start(first);
      awaitMore();
      dataset.byTheDriver(apply);
      awaitMore();
      sending.cancel(false);
      assertThat(sending.isDone()).isTrue();
      topic.send(0, channelled("last"));
      tables.awaitSilver(topic);
      tables.awaitGold();
      tables.awaitHot(redis);
      driver.destroy();
      assertThat(driver.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(driver.exitValue()).isZero();
      tables.assertComplete(topic);
      assertThat(tables.silver()).doesNotHaveDuplicates();
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
    } finally {
      clock.shutdownNow();
      driver.destroyForcibly().waitFor();
    }
    assertThat(
            LakeTables.lines(
                tables
                    .silverTable()
                    .read()
                    .where("(channel is null) = (_extra is null)")
                    .select("event_id")))
        .as("rows with the field in both places, or in none")
        .isEmpty();
    assertThat(tables.silverTable().read().where("event_id = 'last' and channel = 'web'").count())
        .isOne();
  }

  private static void send(TestTopic topic, int n) {
    // Every fifth repeats an earlier one.
    topic.send(n % 2, channelled("e" + (n % 5 == 4 ? n - 3 : n)));
  }

  private static String channelled(String id) {
    return event(id, "3.00", "DE").replace("}", ",\"channel\":\"web\"}");
  }

  private boolean hasColumn() {
    return List.of(tables.silverTable().schema().fieldNames()).contains("channel");
  }

  /** Waits for rows that were judged from now on. */
  private void awaitMore() {
    await().atMost(LIMIT).until(() -> tables.silverTable().exists());
    long before = tables.silverTable().read().count();
    await().atMost(LIMIT).until(() -> tables.silverTable().read().count() > before + 50);
  }

  private void killWhen(BooleanSupplier moment) throws InterruptedException {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> moment.getAsBoolean() || !driver.isAlive());
    driver.destroyForcibly().waitFor();
  }

  private void start(Path file) throws IOException {
    driver =
        new ProcessBuilder(
                TestJvm.command(
                    Driver.class,
                    "--platform",
                    directory.resolve("platform.yaml").toString(),
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("driver.log").toFile()))
            .start();
  }
}
