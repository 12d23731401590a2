package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Tables whose commits say nothing any more: the log was cleaned, or the table was copied. */
class LostMetadataTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @ParameterizedTest(name = "bronze too: {0}")
  @ValueSource(booleans = {false, true})
  void theRowsSayHowFarTheTablesReach(boolean bronzeToo) throws Exception {
    String name = bronzeToo ? "lost_all" : "lost";
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
      forget(tables.silverTable());
      forget(tables.quarantineTable());
      if (bronzeToo) {
        forget(tables.bronzeTable());
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

  /** Takes what we say out of every commit of a table. */
  private static void forget(LakeTable table) throws IOException {
    List<Path> commits;
    try (Stream<Path> log = Files.list(Path.of(table.path(), "_delta_log"))) {
      commits = log.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (Path commit : commits) {
      List<String> actions = new ArrayList<>();
      for (String line : Files.readAllLines(commit)) {
        ObjectNode action = (ObjectNode) JSON.readTree(line);
        if (action.get("commitInfo") instanceof ObjectNode info) {
          info.remove("userMetadata");
        }
        actions.add(action.toString());
      }
      Files.deleteIfExists(commit.resolveSibling("." + commit.getFileName() + ".crc"));
      Files.write(commit, actions);
    }
    DeltaLog.clearCache();
    assertThat(table.newest()).isEmpty();
    assertThat(Reached.of(table)).isEqualTo(Reached.NOTHING);
  }
}
