package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A swap and a rollback under a live stream, seen by readers of names and of Redis. */
class SwapTest {
  private static final int STRICT = 4;
  private static final Duration LIMIT = Duration.ofSeconds(180);

  @TempDir Path directory;

  @Test
  void readersSeeOneGenerationOrTheOtherAndNoRowIsLost() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "swapped").every(Duration.ofSeconds(1));
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
    try (TestTopic topic = TestTopic.create("swapped", 2);
        Jedis redis = TestStack.redis();
        Jedis poller = TestStack.redis();
        Supervisor supervisor = dataset.supervise()) {
      Sender sender = new Sender(topic);
      var sending = clock.scheduleAtFixedRate(sender, 0, 100, TimeUnit.MILLISECONDS);
      Reader reader = new Reader(dataset);
      var reading = clock.scheduleWithFixedDelay(reader, 3_000, 1_000, TimeUnit.MILLISECONDS);
      HotPoller hot = new HotPoller(poller);
      var polling = clock.scheduleAtFixedRate(hot, 0, 10, TimeUnit.MILLISECONDS);
      await().atMost(LIMIT).until(() -> reader.reads.get() > 3 && hot.seen.size() > 3);
      assertThat(redis.keys("swapped:XX:*")).as("of rows the new rule refuses").hasSize(1);

      ReplayReport report =
          dataset
              .replay(1_000, WriteObserver.NONE)
              .replay(Optional.of(dataset.file(STRICT, "strict")));
      assertThat(report.isEqual()).isFalse();
      assertThat(dataset.swap(report.generation()).path("generation").asInt()).isEqualTo(2);

      assertThat(dataset.generations().inForce("swapped").number()).isEqualTo(2);
      long after = reader.reads.get();
      await().atMost(LIMIT).until(() -> reader.reads.get() > after + 3);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(redis.keys("swapped:XX:*")).isEmpty());
      sending.cancel(false);
      LakeTables strict = dataset.tables(2);
      strict.awaitSilver(topic);
      strict.awaitGold();
      strict.awaitHot(redis);
      strict.assertComplete(topic);
      assertThat(strict.silver()).containsExactlyInAnyOrderElementsOf(sender.dear);
      assertThat(strict.hot(redis)).isEqualTo(strict.gold("sales"));

      rollBack(dataset, topic, sender, redis);
      removeTheOther(dataset, topic, sender, redis);

      reading.cancel(false);
      polling.cancel(false);
      assertThat(reader.errors).isEmpty();
      assertThat(reader.generations).containsExactlyInAnyOrder(1, 2);
      assertThat(hot.seen).as("a value of rows that both rules keep").isSorted();
      assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
    } finally {
      clock.shutdownNow();
    }
  }

  /** What came since the swap is in the generation before too, once. */
  private static void rollBack(TestDataset dataset, TestTopic topic, Sender sender, Jedis redis)
      throws Exception {
    for (int n = 0; n < 5; n++) {
      sender.run();
    }
    dataset.tables(2).awaitSilver(topic);
    int number = dataset.replay(1_000, WriteObserver.NONE).prepareRollback();
    assertThat(number).isEqualTo(1);
    sender.run();
    dataset.swap(number);
    assertThat(dataset.generations().inForce("swapped").number()).isEqualTo(1);
    sender.run();
    LakeTables lenient = dataset.tables(1);
    lenient.awaitSilver(topic);
    lenient.awaitGold();
    lenient.awaitHot(redis);
    lenient.assertComplete(topic);
    assertThat(lenient.silver()).containsExactlyInAnyOrderElementsOf(topic.sent());
    assertThat(lenient.hot(redis)).isEqualTo(lenient.gold("sales"));
  }

  /** The driver does it beside its lanes; what is gone is not gone back to, nor made again. */
  private static void removeTheOther(
      TestDataset dataset, TestTopic topic, Sender sender, Jedis redis) throws Exception {
    assertThat(dataset.removeGenerations(false)).as("where a rollback goes").isEmpty();
    assertThat(dataset.removeGenerations(true)).containsExactly(2);
    assertThat(Path.of(dataset.tables(2).silverTable().path())).doesNotExist();
    assertThat(Path.of(dataset.tables(2).goldTable("hourly").path())).doesNotExist();
    sender.run();
    LakeTables left = dataset.tables(1);
    left.awaitSilver(topic);
    left.awaitGold();
    left.awaitHot(redis);
    left.assertComplete(topic);
    assertThat(redis.keys("swapped:*")).allMatch(key -> redis.ttl(key) > 0);

    ReplayRun replay = dataset.replay(1_000, WriteObserver.NONE);
    assertThatThrownBy(replay::prepareRollback)
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("generation 2 of swapped")
        .hasMessageContaining("removed");
    assertThatThrownBy(() -> dataset.swap(2)).hasMessageContaining("removed");
    assertThat(replay.replay(Optional.of(dataset.file(STRICT, "strict"))).generation())
        .isEqualTo(3);
  }

  /** Two lanes are paused, and both tables of the new generation have other columns. */
  @Test
  void chainedLanesGoOnWithTheColumnsOfTheNewGeneration() throws Exception {
    TestDataset dataset =
        TestDataset.of(directory, "swap_columns")
            .on(TestStack.platform(directory.resolve("lake"), LaneOption.CHAINED));
    TestDataset wider = dataset.selecting("upper(country) as market");
    try (TestTopic topic = TestTopic.create("swap_columns", 2);
        Jedis redis = TestStack.redis();
        Supervisor supervisor = dataset.supervise()) {
      topic.send(0, event("a", "3.00", "de"));
      topic.send(1, event("b", "4.00", "fr"));
      dataset.tables().awaitSilver(topic);

      ReplayReport report =
          dataset
              .replay(1, WriteObserver.NONE)
              .replay(Optional.of(wider.file(0, "one column more")));
      topic.send(1, event("c", "5.00", "fr"));
      dataset.swap(report.generation());
      topic.send(0, event("d", "6.00", "de"));

      LakeTables after = dataset.tables(2);
      after.awaitSilver(topic);
      after.awaitGold();
      after.awaitHot(redis);
      after.assertComplete(topic);
      assertThat(after.silverTable().read().select("market").as(Encoders.STRING()).collectAsList())
          .containsExactlyInAnyOrder("DE", "FR", "FR", "DE");
      assertThat(dataset.tables(1).silverTable().read().columns()).doesNotContain("market");
      assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
    }
  }

  @Test
  void aSwapThatDiedAfterThePointerIsDone() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "swap_dies");
    try (TestTopic topic = TestTopic.create("swap_dies", 1)) {
      try (RunningLane lane = dataset.startLive(1)) {
        topic.send(0, event("a", "3.00", "DE"));
        dataset.tables().awaitSilver(topic);
      }
      int generation =
          dataset
              .replay(1, WriteObserver.NONE)
              .replay(Optional.of(dataset.file(0, "same")))
              .generation();
      Killer killer = new Killer();
      killer.aimAt(Swap.POINTER);
      Swap swap = new Swap(dataset.withoutLanes(killer));
      Lake lake = new Lake(dataset.platform().lake());
      Requests requests =
          new Requests(lake, SparkForTests.session().sparkContext().hadoopConfiguration());
      Request.Swap asked = new Request.Swap("swap_dies", generation);
      String id = requests.post(asked);
      try {
        swap.handle(asked, new RequestHandler.Work(line -> {}, () -> false));
      } catch (IllegalStateException died) {
        assertThat(died).hasMessageContaining("died after pointer");
      }

      assertThat(killer.isDone()).isTrue();
      assertThat(requests.open()).extracting(Requests.Open::id).containsExactly(id);
      assertThat(dataset.swap(generation).path("turn").asInt()).as("moved once").isEqualTo(2);
      topic.send(0, event("b", "3.00", "DE"));
      try (RunningLane lane = dataset.startLive(2)) {
        dataset.tables(2).awaitSilver(topic);
      }
      dataset.tables(2).assertComplete(topic);
    }
  }

  /** Cheap and dear events in turn, all of one minute; a country of its own for some cheap ones. */
  private static final class Sender implements Runnable {
    private final TestTopic topic;
    private final long at = System.currentTimeMillis() / 60_000 * 60_000;
    private final AtomicInteger count = new AtomicInteger();
    private final List<String> dear = new CopyOnWriteArrayList<>();

    Sender(TestTopic topic) {
      this.topic = topic;
    }

    @Override
    public synchronized void run() {
      int n = count.getAndIncrement();
      boolean isDear = n % 3 == 0;
      String country = isDear ? "DE" : n % 3 == 1 ? "FR" : "XX";
      String price = isDear ? "9.00" : "1.00";
      String coordinates = topic.send(n % 2, event("e" + n, price, country, at));
      if (isDear) {
        dear.add(coordinates);
      }
    }
  }

  /** Asks by name, again and again, what only one generation's tables can answer alike. */
  private static final class Reader implements Runnable {
    private final SparkSession session = SparkForTests.session();
    private final Lake lake;
    private final Generations names;
    private final AtomicLong reads = new AtomicLong();
    private final Set<Integer> generations = new HashSet<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private long dearBefore;

    Reader(TestDataset dataset) {
      this.lake = new Lake(dataset.platform().lake());
      this.names = dataset.generations();
    }

    @Override
    public void run() {
      try {
        read();
        reads.incrementAndGet();
      } catch (Throwable e) {
        errors.add(e.toString());
      }
    }

    private void read() {
      Generations.InForce inForce = names.all();
      int silver = inForce.ofDataset("swapped");
      int gold = inForce.ofAggregate("swapped_sales").orElseThrow();
      generations.add(silver);
      check(silver == gold, "gold of generation " + gold + " beside silver of " + silver);
      Row rows =
          new LakeTable(session, lake.silver("swapped", silver))
              .read()
              .selectExpr("count_if(price < 4)", "count_if(price >= 4)")
              .first();
      Row windows =
          new LakeTable(session, lake.gold("swapped_sales", gold))
              .read()
              .selectExpr("count_if(country <> 'DE')", "coalesce(sum(orders), 0)")
              .first();
      check(silver == 1 || rows.getLong(0) == 0, "cheap rows in generation 2");
      check(gold == 1 || windows.getLong(0) == 0, "groups of cheap rows in generation 2");
      check(rows.getLong(1) >= dearBefore, "fewer rows than before");
      dearBefore = rows.getLong(1);
    }

    private void check(boolean holds, String otherwise) {
      if (!holds) {
        errors.add(otherwise);
      }
    }
  }

  /** A service that watches a key whose rows every rule keeps. */
  private static final class HotPoller implements Runnable {
    private final Jedis redis;
    private final List<Long> seen = new CopyOnWriteArrayList<>();

    HotPoller(Jedis redis) {
      this.redis = redis;
    }

    @Override
    public void run() {
      for (String key : redis.keys("swapped:DE:*")) {
        String orders = redis.hget(key, "orders");
        long now = orders == null ? 0 : Long.parseLong(orders);
        if (seen.isEmpty() || seen.get(seen.size() - 1) != now) {
          seen.add(now);
        }
      }
      if (!seen.isEmpty() && redis.keys("swapped:DE:*").isEmpty()) {
        seen.add(0L);
      }
    }
  }
}
