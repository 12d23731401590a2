package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class ChainedTest {
  @TempDir Path directory;

  @Test
  void liveAndChainedGiveTheSameRowsOverTheSameBronze() throws Exception {
    TestDataset live = TestDataset.of(directory, "same", ", maxRecordsPerBatch: 7");
    TestDataset chained = live.on(withoutRedis("chained"));
    try (TestTopic topic = TestTopic.create("same", 2)) {
      sendAllKinds(topic, 0);
      try (RunningLane lane = live.startLive(1)) {
        live.tables().awaitSilver(topic);
      }
      sendAllKinds(topic, 100);
      try (RunningLane lane = live.startLive(2)) {
        live.tables().awaitSilver(topic);
      }
      copyBronze(live.platform(), chained.platform());
      try (RunningLane refine = RunningLane.start(new RefineLane(chained.context()))) {
        chained.tables().awaitSilver(topic);
      }
      live.tables().assertComplete(topic);
      chained.tables().assertComplete(topic);
    }
    live.advanceGold(WriteObserver.NONE);
    chained.advanceGold(WriteObserver.NONE);

    assertThat(rows(chained.tables().silverTable())).isEqualTo(rows(live.tables().silverTable()));
    assertThat(rows(chained.tables().quarantineTable(), "quarantined_at"))
        .isEqualTo(rows(live.tables().quarantineTable(), "quarantined_at"));
    for (String aggregate : List.of("sales", "hourly")) {
      // When gold was written, and from which silver version, is the lane's own affair.
      assertThat(rows(chained.tables().goldTable(aggregate), "updated_at", "version"))
          .isNotEmpty()
          .isEqualTo(rows(live.tables().goldTable(aggregate), "updated_at", "version"));
    }
    assertThat(chained.tables().accounting()).isEqualTo(live.tables().accounting());
  }

  @Test
  void theChainedOptionReachesEveryLayer() throws Exception {
    PlatformDefinition platform = TestStack.platform(directory.resolve("lake"), LaneOption.CHAINED);
    TestDataset dataset = TestDataset.of(directory, "chained").on(platform);
    LakeTables tables = dataset.tables();
    try (TestTopic topic = TestTopic.create("chained", 2);
        Jedis redis = TestStack.redis()) {
      try (Supervisor supervisor = dataset.supervise()) {
        sendAllKinds(topic, 0);
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
        gainsAColumn(dataset, topic);
        tables.awaitHot(redis);
        assertThat(supervisor.status().lanes())
            .extracting(LaneStatus::lane, LaneStatus::restarts, LaneStatus::accountingMismatches)
            .containsExactly(
                org.assertj.core.api.Assertions.tuple("ingest.chained", 0, 0L),
                org.assertj.core.api.Assertions.tuple("refine.chained", 0, 0L),
                org.assertj.core.api.Assertions.tuple("gold.chained", 0, 0L));
      }
      tables.assertComplete(topic);
      tables.assertGold();
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
    }
  }

  /** Both lanes flush, pause, and go on with it. */
  private void gainsAColumn(TestDataset dataset, TestTopic topic) throws Exception {
    Path more =
        TestStack.datasetFileWith(
            directory.resolve("more"), "chained", "\"channel\": {\"type\": \"string\"}, ");
    topic.send(0, event("before", "5.00", "DE").replace("}", ",\"channel\":\"web\"}"));
    JsonNode applied =
        dataset.byTheDriver(new Request.Apply("chained", DefinitionFiles.read(more)));
    assertThat(applied.get("columns_added").toString()).isEqualTo("[\"channel\"]");
    topic.send(1, event("after", "5.00", "DE").replace("}", ",\"channel\":\"app\"}"));
    topic.send(0, event("before", "5.00", "DE").replace("}", ",\"channel\":\"web\"}"));
    dataset.tables().awaitSilver(topic);
    assertThat(
            LakeTables.lines(
                dataset
                    .tables()
                    .silverTable()
                    .read()
                    .where("event_id in ('before', 'after')")
                    .select("event_id", "channel", "_extra")))
        .as("by whichever definition the first was judged, and each once")
        .hasSize(2)
        .contains("after,app,null");
  }

  @Test
  void anOrderlyEndTakesTheLastBatchOfBronzeThroughEveryLayer() throws Exception {
    PlatformDefinition platform = TestStack.platform(directory.resolve("lake"), LaneOption.CHAINED);
    TestDataset dataset = TestDataset.of(directory, "ended").on(platform);
    LakeTables tables = dataset.tables();
    try (TestTopic topic = TestTopic.create("ended", 2);
        Jedis redis = TestStack.redis()) {
      try (Supervisor supervisor = dataset.supervise()) {
        assertThat(supervisor.isAlive()).isTrue();
        sendAllKinds(topic, 0);
        tables.awaitBronze(topic);
      }
      tables.assertComplete(topic);
      tables.assertGold();
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
      assertThat(redis.keys("sluice:hot:ended:unflushed")).isEmpty();
    }
  }

  /** Good, late, future, filtered by nothing, broken, repeated in and across partitions. */
  private static void sendAllKinds(TestTopic topic, int from) {
    long now = System.currentTimeMillis();
    for (int n = from; n < from + 12; n++) {
      topic.send(n % 2, event("e" + n, n + ".50", n % 3 == 0 ? "DE" : "FR", now));
      topic.send((n + 1) % 2, event("e" + n / 2, n + ".50", "IT", now));
    }
    topic.send(0, event("late" + from, "1.00", "DE", now - Duration.ofHours(1).toMillis()));
    topic.send(1, event("future" + from, "1.00", "DE", now + Duration.ofHours(1).toMillis()));
    topic.send(0, event("cheap" + from, "-1.00", "DE", now));
    topic.send(1, "{broken");
    topic.send(0, null);
    topic.send(1, "");
  }

  private PlatformDefinition withoutRedis(String lake) {
    return TestStack.platform(
        directory.resolve(lake), LaneOption.CHAINED, TestStack.broker(), Optional.empty());
  }

  private static void copyBronze(PlatformDefinition from, PlatformDefinition to)
      throws IOException {
    Path source = Path.of(new Lake(from.lake()).bronze("same", 1));
    Path target = Path.of(new Lake(to.lake()).bronze("same", 1));
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static List<String> rows(LakeTable table, String... without) {
    return LakeTables.lines(table.read().drop(without));
  }
}
