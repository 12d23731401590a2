package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.local.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What a service that reads Redis sees while lanes and Redis come and go. */
class HotContinuityTest {
  @TempDir Path directory;

  @Test
  void noValueEverDips() throws Exception {
    // Small batches: after a restart a value would grow from what the tables have, step by step.
    TestDataset dataset = TestDataset.of(directory, "nodip", ", maxRecordsPerBatch: 5");
    Killer killer = new Killer();
    Map<String, List<Long>> seen = new ConcurrentHashMap<>();
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    try (TestTopic topic = TestTopic.create("nodip", 2);
        Jedis redis = TestStack.redis();
        Jedis poller = TestStack.redis()) {
      var producing = clock.scheduleAtFixedRate(sender(topic), 0, 100, TimeUnit.MILLISECONDS);
      var polling =
          clock.scheduleAtFixedRate(() -> poll(poller, seen), 0, 5, TimeUnit.MILLISECONDS);
      long epoch = 1;
      for (String write : List.of("hot", "bronze", "quarantine", "hot", "silver")) {
        RunningLane lane = dataset.startLive(epoch++, 0, killer);
        awaitGrowth(seen);
        killer.aimAt(write);
        lane.awaitDeath("died after " + write);
      }
      try (RunningLane lane = dataset.startLive(epoch, 0, killer)) {
        awaitGrowth(seen);
        producing.cancel(false);
        dataset.tables().awaitSilver(topic);
        dataset.tables().awaitHot(redis);
      }
      polling.cancel(false);
      dataset.tables().assertComplete(topic);
      dataset.advanceGold(WriteObserver.NONE);
      dataset.tables().assertGold();
      assertThat(dataset.tables().hot(redis)).isEqualTo(dataset.tables().gold("sales"));
      assertThat(seen).hasSize(2);
      seen.values().forEach(orders -> assertThat(orders).isSorted());
    } finally {
      clock.shutdownNow();
    }
  }

  /** All events of two countries in one minute, so that two keys see them all; some are bad. */
  private static Runnable sender(TestTopic topic) {
    AtomicInteger count = new AtomicInteger();
    long at = System.currentTimeMillis() / 60_000 * 60_000;
    return () -> {
      int n = count.getAndIncrement();
      String price = n % 10 == 0 ? "-1.00" : "1.00";
      topic.send(n % 2, event("e" + n, price, n % 3 == 0 ? "DE" : "FR", at));
    };
  }

  private static void poll(Jedis redis, Map<String, List<Long>> seen) {
    for (String key : redis.keys("nodip:*")) {
      List<Long> orders = seen.computeIfAbsent(key, none -> new CopyOnWriteArrayList<>());
      long now = Long.parseLong(redis.hget(key, "orders"));
      if (orders.isEmpty() || orders.get(orders.size() - 1) != now) {
        orders.add(now);
      }
    }
  }

  private static void awaitGrowth(Map<String, List<Long>> seen) {
    int before = seen.values().stream().mapToInt(List::size).sum();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> seen.values().stream().mapToInt(List::size).sum() >= before + 6);
  }

  @Test
  void aLakeMadeAnewTakesHotOver() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "new_lake");
    try (TestTopic topic = TestTopic.create("new_lake", 1);
        Jedis redis = TestStack.redis()) {
      try (RunningLane lane = dataset.startLive(7)) {
        topic.send(0, event("a", "5.00", "DE"));
        topic.send(0, event("b", "3.00", "DE"));
        dataset.tables().awaitSilver(topic);
        dataset.tables().awaitHot(redis);
      }
      TestDataset anew =
          dataset.on(TestStack.platform(directory.resolve("lake2"), LaneOption.LIVE));
      try (RunningLane lane = anew.startLive(1, 4, WriteObserver.NONE)) {
        anew.tables().awaitSilver(topic);
        anew.tables().awaitHot(redis);
      }
      anew.advanceGold(WriteObserver.NONE);
      assertThat(anew.tables().hot(redis)).isEqualTo(anew.tables().gold("sales"));
    }
  }

  @Test
  void hotHealsWhenRedisComesBackEmpty() throws Exception {
    RedisServer server = RedisServer.start();
    TestDataset dataset =
        TestDataset.of(directory, "heals")
            .on(
                TestStack.platform(
                    directory.resolve("lake"),
                    LaneOption.LIVE,
                    TestStack.broker(),
                    Optional.of(server)));
    LakeTables tables = dataset.tables();
    try (server;
        TestTopic topic = TestTopic.create("heals", 1);
        Supervisor supervisor = dataset.supervise()) {
      topic.send(0, event("a", "1.00", "DE"));
      try (Jedis redis = new Jedis(server.uri())) {
        tables.awaitSilver(topic);
        tables.awaitHot(redis);
      }
      server.kill();
      topic.send(0, event("b", "2.00", "DE"));
      topic.send(0, event("c", "3.00", "FR"));
      tables.awaitSilver(topic);

      server.restart();
      try (Jedis redis = new Jedis(server.uri())) {
        tables.awaitHot(redis);
        tables.awaitGold();
        assertThat(tables.hot(redis)).isEqualTo(tables.gold("sales"));
      }
      assertThat(supervisor.status().lanes()).allMatch(lane -> lane.restarts() == 0);
      tables.assertComplete(topic);
    }
  }
}
