package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.SilverHeld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Silver waits, bronze goes on, silver catches up: nothing twice, nothing missing. */
class HoldTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String STOP =
      "\n    - {name: price_sane, expr: \"price < 1000\", onFail: stop}";
  private static final String BREAKER =
      "\n  breaker: {over: 5 minutes, maxFailedRatio: 0.5, minRows: 10}";

  private static final String ENRICH =
      "\n  enrich:\n    - {table: reference/countries, on: country = code, take: [region]}";

  @TempDir Path directory;

  /** One lake through all that can happen to a hold. */
  @Test
  void silverAloneWaitsUntilSomebodySaysToGoOn() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "held").saying(STOP + BREAKER);
    TestDataset other = TestDataset.of(directory, "unheld");
    try (Route route = new Route(dataset, "held");
        TestTopic elsewhere = TestTopic.create("unheld", 1)) {
      Instant since;
      try (Supervisor driver = route.start(other)) {
        route.send("a", 5);
        route.awaitEverything();

        route.send("b", 7);
        String culprit = route.send("mad", 5_000);
        HoldStatus hold = route.awaitHold("RULE");
        since = hold.since();
        assertThat(hold.code()).isEqualTo("SL-2050");
        assertThat(hold.message())
            .contains(
                "rule price_sane failed at held, partition 0, offset " + culprit.split(":")[1]);
        route.send("c", 8);
        elsewhere.send(0, event("x", "1.00", "DE"));
        route.tables.awaitBronze(route.topic);
        other.tables().awaitSilver(elsewhere);
        assertThat(route.silverIsBehind()).isTrue();
        assertThat(route.tables.silver()).doesNotContain(culprit);
        assertThat(route.lane().state()).isEqualTo("held");

        assertThat(dataset.resume().get("was_held").asBoolean()).isTrue();
        route.awaitEverything();
        assertThat(route.tables.quarantine()).containsExactly(culprit);
        assertThat(driver.status().lanes()).allMatch(lane -> lane.restarts() == 0);
        assertThat(driver.status().holds()).isEmpty();
        assertThat(dataset.resume().get("was_held").asBoolean()).isFalse();

        route.send("mad2", 6_000);
        assertThat(route.awaitHold("RULE").since()).isAfter(since);
        since = route.awaitHold("RULE").since();
      }
      aDriverThatDiesHoldsOnAndThenNotAgain(route, since);
    }
    dataset.replay(1_000, WriteObserver.NONE).replay(Optional.empty());
    assertThat(dataset.tables(2).everything()).isEqualTo(dataset.tables().everything());
  }

  private static void aDriverThatDiesHoldsOnAndThenNotAgain(Route route, Instant since)
      throws Exception {
    try (Supervisor driver = route.start()) {
      assertThat(route.awaitHold("RULE").since()).isEqualTo(since);
      route.killer.aimAt("bronze");
      route.send("d", 3);
      route.awaitDeath(1);
      route.tables.awaitBronze(route.topic);
      assertThat(route.awaitHold("RULE").since()).isEqualTo(since);

      route.killer.aimAt("quarantine");
      route.dataset.resume();
      route.awaitDeath(2);
      route.awaitEverything();

      route.send("mad3", 7_000);
      route.awaitHold("RULE");
      route.killer.aimAt("silver");
      route.dataset.resume();
      route.awaitDeath(3);
      route.awaitEverything();

      for (int n = 0; n < 15; n++) {
        route.send("poor" + n, -1);
      }
      assertThat(route.awaitHold("BREAKER").code()).isEqualTo("SL-2051");
      assertThat(route.lane().restarts()).isEqualTo(3);
    }
    // Without a driver: whoever starts next learns it.
    route.send("e", 4);
    assertThat(route.dataset.resume().get("running").asBoolean()).isFalse();
    try (Supervisor driver = route.start()) {
      route.awaitEverything();
      assertThat(driver.status().holds()).isEmpty();
    }
  }

  @Test
  void aChangedDefinitionLetsSilverGoOn() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "relaxed").saying(STOP);
    try (Route route = new Route(dataset, "relaxed")) {
      LakeTables swapped = dataset.tables(2);
      try (Supervisor driver = route.start()) {
        route.send("a", 5);
        route.awaitEverything();
        String culprit = route.send("b", 5_000);
        route.awaitHold("RULE");

        // By a swap; the replay compares as far as silver is.
        Path relaxed =
            dataset.saying(STOP.replace("1000", "10000")).definition().definition().file();
        dataset.replay(1_000, WriteObserver.NONE).replay(Optional.of(relaxed));
        dataset.swap(2);
        route.send("c", 6);
        swapped.awaitSilver(route.topic);
        assertThat(driver.status().holds()).isEmpty();
        assertThat(swapped.silver()).contains(culprit).hasSize(3);
        swapped.awaitGold();
        swapped.awaitHot(route.redis);

        route.send("d", 50_000);
        route.awaitHold("RULE");
      }
      // By a start.
      TestDataset moreRelaxed = dataset.saying(STOP.replace("1000", "100000"));
      try (Supervisor driver = moreRelaxed.supervise()) {
        swapped.awaitSilver(route.topic);
        assertThat(driver.status().holds()).isEmpty();
        assertThat(swapped.silver()).hasSize(4);
      }
      assertThat(swapped.quarantine()).isEmpty();
    }
  }

  @Test
  void theSecondOfTheChainedLanesWaits() throws Exception {
    TestDataset dataset =
        TestDataset.of(directory, "held_chain")
            .on(TestStack.platform(directory.resolve("lake"), LaneOption.CHAINED))
            .saying(STOP + ENRICH);
    createCountries();
    try (Route route = new Route(dataset, "held_chain")) {
      try (Supervisor driver = route.start()) {
        route.send("a", 5);
        route.awaitEverything();
        String culprit = route.send("mad", 5_000);
        route.awaitHold("RULE");
        route.send("b", 6);
        route.tables.awaitBronze(route.topic);
        assertThat(route.silverIsBehind()).isTrue();
        assertThat(driver.status().lanes())
            .extracting(LaneStatus::state)
            .containsExactly("running", "held", "running");

        dataset.resume();
        route.awaitEverything();
        assertThat(route.tables.quarantine()).containsExactly(culprit);
        assertThat(driver.status().lanes()).allMatch(lane -> lane.restarts() == 0);
      }
    }
    dataset.replay(1_000, WriteObserver.NONE).replay(Optional.empty());
    assertThat(dataset.tables(2).everything()).isEqualTo(dataset.tables().everything());
  }

  @Test
  void silverWaitsForAReferenceTableThatIsMissingAtAStart() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "enriched").saying(ENRICH);
    try (Route route = new Route(dataset, "enriched");
        Supervisor driver = route.start()) {
      route.send("a", 5);
      HoldStatus hold = route.awaitHold("REFERENCE");
      assertThat(hold.code()).isEqualTo("SL-2063");
      assertThat(hold.message()).contains("lake/reference/countries: there is no Delta table");
      route.tables.awaitBronze(route.topic);
      assertThat(route.silverIsBehind()).isTrue();

      createCountries();
      route.awaitEverything();
      assertThat(driver.status().holds()).isEmpty();
      assertThat(driver.status().lanes()).allMatch(lane -> lane.restarts() == 0);
      route.send("b", 6);
      route.awaitEverything();
    }
    assertThat(dataset.tables().silverTable().read().where("region = 'Europe'").count())
        .isEqualTo(2);
  }

  private void createCountries() {
    SparkForTests.session()
        .sql("select 'DE' as code, 'Europe' as region")
        .write()
        .format("delta")
        .save(directory.resolve("lake/reference/countries").toString());
  }

  @Test
  void whatMendsItselfLetsSilverGoOnByItself() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "mended");
    AtomicBoolean down = new AtomicBoolean();
    Lake lake = new Lake(dataset.platform().lake());
    Configuration hadoop = SparkForTests.session().sparkContext().hadoopConfiguration();
    DatasetContext context = dataset.context();
    SilverGate gate =
        new SilverGate(
            context.dataset(),
            new HoldFiles(lake, hadoop),
            context.bronze(),
            context.silverTable(),
            (silver, rows, range, idle) -> {
              if (down.get()) {
                throw new IllegalStateException(
                    "a task failed", new SilverHeld(SilverHeld.Kind.REGISTRY, "no answer"));
              }
              return silver.judge(rows, range, idle);
            });
    DatasetLanes lanes = new DatasetLanes(context.with(gate), new Epochs(lake, hadoop));
    try (TestTopic topic = TestTopic.create("mended", 1)) {
      lanes.start();
      topic.send(0, event("a", "1.00", "DE"));
      dataset.tables().awaitSilver(topic);

      down.set(true);
      topic.send(0, event("b", "1.00", "DE"));
      await().atMost(LIMIT).until(() -> lanes.hold().isPresent());
      topic.send(0, event("c", "1.00", "DE"));
      dataset.tables().awaitBronze(topic);
      assertThat(lanes.hold().orElseThrow().code()).isEqualTo("SL-2052");
      assertThat(dataset.tables().silver()).containsExactly("0:0");

      down.set(false);
      dataset.tables().awaitSilver(topic);
      await().atMost(LIMIT).until(() -> lanes.hold().isEmpty());
      assertThat(lanes.lanes()).allMatch(lane -> lane.restarts() == 0);
      lanes.stop();
      dataset.tables().assertComplete(topic);
      dataset.tables().assertGold();
    }
  }

  /** A dataset's driver, its topic, and what every phase has to come to. */
  private static final class Route implements AutoCloseable {
    final TestDataset dataset;
    final LakeTables tables;
    final TestTopic topic;
    final Killer killer = new Killer();
    private final Jedis redis = TestStack.redis();
    private Supervisor driver;

    Route(TestDataset dataset, String name) {
      this.dataset = dataset;
      this.tables = dataset.tables();
      this.topic = TestTopic.create(name, 1);
    }

    Supervisor start(TestDataset... others) {
      List<AnalyzedDataset> all = new ArrayList<>();
      all.add(dataset.definition());
      List.of(others).forEach(other -> all.add(other.definition()));
      driver = Supervisor.start(SparkForTests.session(), dataset.platform(), all, killer);
      return driver;
    }

    String send(String id, int price) {
      return topic.send(0, event(id, price + ".00", "DE"));
    }

    HoldStatus awaitHold(String kind) {
      await()
          .atMost(LIMIT)
          .until(() -> driver.status().holds().stream().anyMatch(h -> h.kind().equals(kind)));
      return driver.status().holds().get(0);
    }

    LaneStatus lane() {
      return driver.status().lanes().get(0);
    }

    void awaitDeath(int restarts) {
      await().atMost(LIMIT).until(() -> killer.isDone() && lane().restarts() == restarts);
    }

    boolean silverIsBehind() {
      return !Reached.of(tables.silverTable()).offsets().covers(topic.ends());
    }

    void awaitEverything() {
      tables.awaitSilver(topic);
      tables.assertComplete(topic);
      tables.awaitGold();
      tables.awaitHot(redis);
      assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
    }

    @Override
    public void close() {
      redis.close();
      topic.close();
    }
  }
}
