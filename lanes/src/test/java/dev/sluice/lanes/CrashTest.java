package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/** Our favourite: die between two writes, start again, find nothing twice and nothing missing. */
class CrashTest {
  private static final int LOWEST = 0;

  private final SparkSession session = SparkForTests.session();
  private final Set<String> goodIds = new HashSet<>();
  private final List<String> silver = new ArrayList<>();
  private final List<String> quarantine = new ArrayList<>();
  @TempDir Path directory;

  /** After a write the lane dies; at the restart a row needs at least this price. */
  @ParameterizedTest(name = "after {0}, lowest price then {1}")
  @CsvSource({
    "bronze, 0",
    "bronze, 4",
    "quarantine, 0",
    "quarantine, 4",
    "quarantine, -5",
    "silver, 0",
    "silver, 4",
    "hot, 0",
    "hot, 4"
  })
  void nothingIsLostOrDoubled(String write, int lowestAfter) throws Exception {
    String name = "crash_" + write + (lowestAfter < 0 ? "_looser" : "_" + lowestAfter);
    LakeTables tables = new LakeTables(directory.resolve("lake"), name);
    Killer killer = new Killer();
    try (TestTopic topic = TestTopic.create(name, 2);
        Jedis redis = TestStack.redis()) {
      RunningLane first = RunningLane.start(lane(name, LOWEST, killer, 1));
      send(topic, LOWEST, 0, "a", 5, "DE");
      send(topic, LOWEST, 1, "b", -1, "FR");
      tables.awaitSilver(topic);

      killer.aimAt(write);
      // Silver's commit is the only one that closes a flush.
      int judgedBy = write.equals("silver") ? LOWEST : lowestAfter;
      send(topic, judgedBy, 0, "a", 5, "DE");
      send(topic, judgedBy, 0, "c", 3, "DE");
      send(topic, judgedBy, 1, "d", -1, "FR");
      send(topic, judgedBy, 1, "e", 9, "FR");
      first.awaitDeath("died after " + write);

      try (RunningLane second = RunningLane.start(lane(name, lowestAfter, WriteObserver.NONE, 2))) {
        send(topic, lowestAfter, 1, "c", 3, "DE");
        send(topic, lowestAfter, 0, "f", 7, "FR");
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
      }
      tables.assertComplete(topic);
      assertThat(tables.silver()).containsExactlyInAnyOrderElementsOf(silver);
      assertThat(tables.quarantine()).containsExactlyInAnyOrderElementsOf(quarantine);
      advanceGold(name, lowestAfter);
      tables.assertGold();
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
    }
  }

  /** Sends an event and notes where a definition with this lowest price puts it. */
  private void send(
      TestTopic topic, int lowest, int partition, String id, int price, String country) {
    String coordinates = topic.send(partition, event(id, price + ".00", country));
    if (price < lowest) {
      quarantine.add(coordinates);
    } else if (goodIds.add(id)) {
      silver.add(coordinates);
    }
  }

  private LiveLane lane(String name, int lowest, WriteObserver observer, long epoch) {
    return new LiveLane(context(name, lowest, observer), epoch);
  }

  private void advanceGold(String name, int lowest) throws Exception {
    GoldLane gold = new GoldLane(context(name, lowest, WriteObserver.NONE));
    gold.stop();
    gold.run();
  }

  private DatasetContext context(String name, int lowest, WriteObserver observer) {
    PlatformDefinition platform = TestStack.platform(directory.resolve("lake"), LaneOption.LIVE);
    return DatasetContext.of(
        session,
        TestStack.dataset(directory.resolve("definition"), name, lowest),
        platform,
        observer);
  }
}
