package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Reached;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountingTest {
  @TempDir Path directory;

  @Test
  void aRowDroppedOnItsWayToSilverTurnsTheAccountingRed() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "dropped");
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    killer.aimAt("bronze");
    try (TestTopic topic = TestTopic.create("dropped", 1)) {
      topic.send(0, event("a", "1.00", "DE"));
      topic.send(0, event("b", "1.00", "DE"));
      dataset.startLive(1, 0, killer).awaitDeath("died after bronze");
      // Bronze's commit still says that there were two.
      SparkForTests.session()
          .sql("delete from delta.`" + tables.bronzeTable().path() + "` where offset = 1");

      try (Supervisor supervisor = dataset.supervise()) {
        tables.awaitSilver(topic);
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () ->
                    assertThat(supervisor.status().lanes())
                        .allMatch(lane -> lane.accountingMismatches() == 1));
        topic.send(0, event("c", "1.00", "DE"));
        tables.awaitSilver(topic);
        assertThat(supervisor.status().lanes()).allMatch(lane -> lane.accountingMismatches() == 1);
      }
    }
  }

  @Test
  void aFlushOfBadRowsOnlyIsClosedBySilver() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "bad");
    LakeTables tables = dataset.tables();
    try (TestTopic topic = TestTopic.create("bad", 1)) {
      topic.send(0, "{");
      topic.send(0, event("a", "-1.00", "DE"));
      try (RunningLane lane = dataset.startLive(1)) {
        tables.awaitSilver(topic);
      }
      assertThat(tables.quarantine()).containsExactly("0:0", "0:1");
      assertThat(Reached.of(tables.silverTable()).last().epoch()).isEqualTo(1);

      topic.send(0, event("b", "1.00", "DE"));
      try (RunningLane lane = dataset.startLive(2)) {
        tables.awaitSilver(topic);
      }
      assertThat(tables.silver()).containsExactly("0:2");
      tables.assertComplete(topic);
    }
  }
}
