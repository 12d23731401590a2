package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.LostMetadata;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Tables whose commits say nothing any more: the log was cleaned, or the table was copied. */
class LostMetadataTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "bronze and gold too: {0}")
  @ValueSource(booleans = {false, true})
  void theRowsSayHowFarTheTablesReach(boolean bronzeAndGoldToo) throws Exception {
    String name = bronzeAndGoldToo ? "lost_all" : "lost";
    TestDataset dataset = TestDataset.of(directory, name);
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    try (TestTopic topic = TestTopic.create(name, 2);
        Jedis redis = TestStack.redis()) {
      try (RunningLane lane = dataset.startLive(1)) {
        topic.send(0, event("a", "1.00", "DE"));
        topic.send(1, event("bad", "-1.00", "DE"));
        tables.awaitSilver(topic);
        // Closed, but with no row in silver.
        topic.send(1, event("a", "1.00", "DE"));
        topic.send(1, event("worse", "-2.00", "DE"));
        tables.awaitSilver(topic);
      }
      // In bronze and quarantine only.
      topic.send(0, event("b", "1.00", "FR"));
      topic.send(0, event("worst", "-3.00", "FR"));
      killer.aimAt("quarantine");
      dataset.startLive(2, 0, killer).awaitDeath("died after quarantine");
      assertThat(tables.quarantine()).containsExactly("0:2", "1:0", "1:2");

      dataset.advanceGold(WriteObserver.NONE);
      List<LakeTable> lost =
          new ArrayList<>(List.of(tables.silverTable(), tables.quarantineTable()));
      if (bronzeAndGoldToo) {
        lost.addAll(
            List.of(tables.bronzeTable(), tables.goldTable("sales"), tables.goldTable("hourly")));
      }
      for (LakeTable table : lost) {
        LostMetadata.forget(table);
        assertThat(Reached.of(table)).isEqualTo(Reached.NOTHING);
      }
      topic.send(1, event("c", "1.00", "FR"));
      try (Supervisor supervisor = dataset.supervise()) {
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
        tables.awaitGold();
        assertThat(supervisor.status().lanes()).allMatch(lane -> lane.accountingMismatches() == 0);
      }
      assertThat(tables.bronze()).containsExactlyInAnyOrderElementsOf(topic.sent());
      assertThat(tables.silver()).containsExactly("0:0", "0:1", "1:3");
      assertThat(tables.quarantine()).containsExactly("0:2", "1:0", "1:2");
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
    }
  }
}
