package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.QuarantineStates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Refused rows come back: through a driver that goes on, and without one. */
class QuarantineLoopTest {
  private static final int STRICT = 4;
  private static final QuarantineFilter RULES =
      QuarantineFilter.waiting(List.of(Reason.RULE_FAILED));

  @TempDir Path directory;

  @Test
  void theDriverBringsThemIntoSilverGoldAndHotOnce() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "looped");
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    try (TestTopic topic = TestTopic.create("looped", 2);
        Jedis redis = TestStack.redis()) {
      refuse(dataset, topic);
      try (Supervisor driver = dataset.supervise(killer)) {
        topic.send(0, event("twice", "9.00", "DE"));
        tables.awaitSilver(topic);
        Request replay = replay("looped");
        for (String write : List.of("silver", "quarantine")) {
          killer.aimAt(write);
          assertThatThrownBy(() -> dataset.byTheDriver(replay))
              .hasMessageContaining("died after " + write);
        }
        JsonNode done = dataset.byTheDriver(replay);
        assertThat(done.toString())
            .contains("\"rows\":3,\"good\":2,\"duplicate\":1,\"filtered\":0,\"still_failing\":0");
        assertThat(dataset.byTheDriver(replay("looped")).get("rows").asLong()).isZero();

        topic.send(1, event("cheap", "3.00", "DE"));
        topic.send(1, event("new", "3.00", "FR"));
        tables.awaitSilver(topic);
        assertThat(tables.silver())
            .as("0:2 and 1:1 have come back; 0:1 has a later copy, 1:2 repeats one of them")
            .containsExactly("0:0", "0:2", "0:4", "1:1", "1:3");
        tables.awaitGold();
        tables.awaitHot(redis);

        JsonNode discarded =
            dataset.byTheDriver(
                new Request.DiscardQuarantine(
                    "looped", QuarantineFilter.waiting(List.of()).toJson()));
        assertThat(discarded.get("discarded").asLong()).as("what is no JSON").isOne();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> driver.status().lanes().stream().allMatch(lane -> lane.restarts() == 0));
      }
      assertThat(tables.accounting().addsUp()).isTrue();
      assertThat(tables.bronze()).containsExactlyInAnyOrderElementsOf(topic.sent());
    }
  }

  @Test
  void withoutADriverTheCommandDoesItAndAReplayAgrees() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "unlooped");
    LakeTables tables = dataset.tables();
    new DefinitionKeeper(
            dataset.platform(), SparkForTests.session().sparkContext().hadoopConfiguration())
        .keep(dataset.definition());
    try (TestTopic topic = TestTopic.create("unlooped", 2)) {
      refuse(dataset, topic);

      JsonNode done =
          dataset
              .requests(new QuarantineRequests(dataset.withoutLanes()))
              .execute(replay("unlooped"));
      assertThat(done.get("good").asLong()).isEqualTo(3);
      assertThat(done.get("paused_ms").asLong()).isZero();
      assertThat(tables.silver()).containsExactly("0:0", "0:1", "0:2", "1:1");
      tables.assertGold();

      QuarantineStates states = states(dataset, 1);
      assertThat(states.discard(QuarantineFilter.waiting(List.of()))).isOne();
      ReplayReport again =
          dataset.replay(1, WriteObserver.NONE).replay(Optional.of(dataset.file(0, "again")));
      assertThat(again.isEqual()).as(String.join("\n", again.lines())).isTrue();
      assertThat(again.comparison().verdicts()).isEmpty();
      dataset.swap(again.generation());
      assertThat(states(dataset, again.generation()).count(QuarantineFilter.waiting(List.of())))
          .as("what was discarded stays so")
          .isZero();
      assertThat(dataset.tables(again.generation()).silver()).isEqualTo(tables.silver());
    }
  }

  /** A good row, three that the strict rule refuses, and what is no JSON. */
  private static void refuse(TestDataset dataset, TestTopic topic) throws Exception {
    try (RunningLane lane = dataset.startLive(1, STRICT, WriteObserver.NONE)) {
      topic.send(0, event("dear", "9.00", "DE"));
      topic.send(0, event("twice", "3.00", "DE"));
      topic.send(0, event("cheap", "3.00", "DE"));
      topic.send(0, "{broken");
      topic.send(1, event("dear", "9.00", "DE"));
      topic.send(1, event("other", "3.00", "FR"));
      dataset.tables().awaitSilver(topic);
    }
    assertThat(dataset.tables().quarantine()).hasSize(4);
  }

  private static QuarantineStates states(TestDataset dataset, int generation) {
    return new QuarantineStates(
        SparkForTests.session(), new Lake(dataset.platform().lake()), "unlooped", generation);
  }

  private static Request.OfQuarantine replay(String dataset) {
    return Request.ReplayQuarantine.of(dataset, RULES.toJson());
  }
}
