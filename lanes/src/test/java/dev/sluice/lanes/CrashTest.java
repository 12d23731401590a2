package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.gold.HotSentinel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Our favourite: die between two writes, start again, find nothing twice and nothing missing. */
class CrashTest {
  @TempDir Path directory;

  /**
   * One lake through all crashes: each is followed by a start with a definition of its own, and the
   * lane of that start is the one that dies next.
   */
  @TestFactory
  Stream<DynamicTest> nothingIsLostOrDoubled() {
    Route route = new Route(TestDataset.of(directory, "crash"), TestTopic.create("crash", 2));
    return Stream.of(
            new Crash("bronze", 0),
            new Crash("bronze", 4),
            new Crash("quarantine", 4),
            new Crash("quarantine", -5),
            new Crash("quarantine", 0),
            new Crash("silver", 0),
            new Crash("silver", 4),
            new Crash("hot", 4),
            new Crash("hot", 0))
        .map(crash -> DynamicTest.dynamicTest(crash.toString(), () -> route.survives(crash)))
        .onClose(route::close);
  }

  /**
   * After a write the lane dies; at the restart a row needs at least this price. A price other than
   * the one before is a changed definition.
   */
  private record Crash(String write, int lowestAfter) {}

  /** An event on its way and the definition that must have judged it. */
  private record Sent(String coordinates, String id, int price, int lowest) {
    boolean isGood() {
      return price >= lowest;
    }
  }

  private static final class Route {
    private final TestDataset dataset;
    private final TestTopic topic;
    private final Killer killer = new Killer();
    private final List<Sent> judged = new ArrayList<>();
    private RunningLane lane;
    private int lowest;
    private long epoch;

    Route(TestDataset dataset, TestTopic topic) {
      this.dataset = dataset;
      this.topic = topic;
    }

    void survives(Crash crash) throws Exception {
      if (lane == null) {
        start(0);
      }
      killer.aimAt(crash.write);
      String id = crash.toString();
      List<Sent> atRisk =
          List.of(
              send(0, id + "a", 5, "DE"),
              send(0, id + "a", 5, "DE"),
              send(1, id + "b", -1, "FR"),
              send(0, id + "z", -99, "FR"),
              send(0, id + "c", 3, "DE"),
              send(1, id + "d", 9, "FR"));
      lane.awaitDeath("died after " + crash.write);
      SourceOffsets silver = Reached.of(dataset.tables().silverTable()).offsets();
      atRisk.forEach(sent -> judged.add(isIn(silver, sent) ? sent : with(sent, crash.lowestAfter)));

      start(crash.lowestAfter);
      judged.add(send(1, id + "c", 3, "DE"));
      judged.add(send(0, id + "e", 7, "FR"));
      checkAll();
    }

    void close() {
      lane.abandon();
      topic.close();
    }

    private void start(int newLowest) {
      lowest = newLowest;
      lane = dataset.startLive(++epoch, lowest, killer);
    }

    private Sent send(int partition, String id, int price, String country) {
      String coordinates = topic.send(partition, event(id, price + ".00", country));
      return new Sent(coordinates, id, price, lowest);
    }

    private static Sent with(Sent sent, int otherLowest) {
      return new Sent(sent.coordinates, sent.id, sent.price, otherLowest);
    }

    /** Rows that silver has closed stay as they were judged; all others meet the new definition. */
    private static boolean isIn(SourceOffsets silver, Sent sent) {
      String[] place = sent.coordinates.split(":");
      long next = silver.next("crash", Integer.parseInt(place[0])).orElse(0);
      return Long.parseLong(place[1]) < next;
    }

    private void checkAll() throws Exception {
      LakeTables tables = dataset.tables();
      tables.awaitSilver(topic);
      tables.assertComplete(topic);
      Set<String> ids = new HashSet<>();
      assertThat(tables.silver())
          .containsExactlyInAnyOrderElementsOf(
              coordinates(sent -> sent.isGood() && ids.add(sent.id)));
      assertThat(tables.quarantine())
          .containsExactlyInAnyOrderElementsOf(coordinates(sent -> !sent.isGood()));
      dataset.advanceGold(WriteObserver.NONE);
      tables.assertGold();
      try (Jedis redis = TestStack.redis()) {
        tables.awaitHot(redis);
        assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
      }
    }

    private List<String> coordinates(Predicate<Sent> chosen) {
      return judged.stream().filter(chosen).map(Sent::coordinates).toList();
    }
  }

  /** Redis shows what no table will ever have: a key that only rows make which are good no more. */
  @ParameterizedTest(name = "after {0} deaths")
  @ValueSource(ints = {1, 2})
  void aHotKeyThatOnlyUnflushedRowsHadMadeGoesWithThem(int deaths) throws Exception {
    String name = "crash_vanish_" + deaths;
    TestDataset dataset = TestDataset.of(directory, name);
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    try (TestTopic topic = TestTopic.create(name, 1);
        Jedis redis = TestStack.redis()) {
      RunningLane lane = dataset.startLive(1, 0, killer);
      topic.send(0, event("a", "5.00", "DE"));
      tables.awaitSilver(topic);
      killer.aimAt("hot");
      topic.send(0, event("b", "3.00", "FR"));
      lane.awaitDeath("died after hot");
      for (int epoch = 2; epoch <= deaths; epoch++) {
        killer.aimAt("hot");
        dataset.startLive(epoch, 0, killer).awaitDeath("died after hot");
      }
      assertThat(tables.hot(redis)).hasSize(2);
      assertThat(tables.goldFromSilver("1 minute")).hasSize(1);

      try (RunningLane strict = dataset.startLive(deaths + 1, 4, WriteObserver.NONE)) {
        topic.send(0, event("c", "9.00", "DE"));
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
      }
      dataset.advanceGold(WriteObserver.NONE);
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
      assertThat(redis.keys(HotSentinel.key(name) + "*"))
          .as("nothing is left to be flushed")
          .containsExactly(HotSentinel.key(name));
    }
  }

  /** Of two groups that hot shows, one has rows in the tables and one has none. */
  @Test
  void unflushedRowsThatBelongToAnotherGroupAfterTheRestartAreCountedThereOnly() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "crash_group");
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    long at = System.currentTimeMillis();
    try (TestTopic topic = TestTopic.create("crash_group", 1);
        Jedis redis = TestStack.redis()) {
      try (RunningLane lane = dataset.startLive(1)) {
        topic.send(0, event("a", "5.00", "de", at));
        tables.awaitSilver(topic);
      }
      topic.send(0, event("b", "3.00", "de", at));
      topic.send(0, event("c", "2.00", "fr", at));
      killer.aimAt("hot");
      dataset.startLive(2, 0, killer).awaitDeath("died after hot");
      assertThat(tables.hotOrders(redis)).containsExactly("de=2", "fr=1");

      TestDataset upper = dataset.selecting("upper(country) as country");
      try (RunningLane lane = upper.startLive(3)) {
        topic.send(0, event("d", "1.00", "de", at));
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
      }
      upper.advanceGold(WriteObserver.NONE);
      tables.assertGold();
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
      assertThat(tables.hotOrders(redis)).containsExactly("DE=2", "FR=1", "de=1");
    }
  }

  /** Between the commits of the two aggregates. */
  @ParameterizedTest(name = "lowest price then {0}")
  @ValueSource(ints = {0, 4})
  void aGoldCommitThatWasCutShortIsMadeUp(int lowestAfter) throws Exception {
    String name = "crash_gold_" + lowestAfter;
    TestDataset dataset = TestDataset.of(directory, name);
    LakeTables tables = dataset.tables();
    Killer killer = new Killer();
    killer.aimAt("gold." + name + "_sales");
    try (TestTopic topic = TestTopic.create(name, 1)) {
      try (RunningLane live = dataset.startLive(1)) {
        topic.send(0, event("a", "5.00", "DE"));
        topic.send(0, event("b", "3.00", "FR"));
        tables.awaitSilver(topic);
      }
      assertThatThrownBy(() -> dataset.advanceGold(killer)).hasMessageContaining("died after gold");
      assertThat(tables.gold("sales")).hasSize(2);
      assertThat(tables.gold("hourly")).isEmpty();

      try (RunningLane live = dataset.startLive(2, lowestAfter, WriteObserver.NONE)) {
        topic.send(0, event("c", "3.00", "DE"));
        topic.send(0, event("d", "9.00", "DE"));
        tables.awaitSilver(topic);
      }
      dataset.advanceGold(WriteObserver.NONE);
      tables.assertGold();
      tables.assertComplete(topic);
    }
  }
}
