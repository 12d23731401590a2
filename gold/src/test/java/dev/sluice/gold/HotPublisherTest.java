package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.local.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class HotPublisherTest {
  private static final String[] KEYS = {"a", "b", "c"};

  /** Many records of three keys. */
  private static final List<String> SOURCE =
      IntStream.range(0, 100_000).mapToObj(i -> KEYS[i % 3]).toList();

  /** Of a publish that finds Redis silent: connecting, loading the scripts and one pipeline. */
  private static final Duration BOUND = Duration.ofSeconds(4);

  private RedisServer server;

  @BeforeEach
  void startRedis() {
    server = RedisServer.start();
  }

  @AfterEach
  void stopRedis() {
    server.close();
  }

  @Test
  void everyBatchIsShown() {
    try (HotLane lane = lane(1, 0)) {
      lane.batch(3);
      HotStatus status = lane.batch(4);
      assertThat(shown()).isEqualTo(Map.of("a", 3, "b", 2, "c", 2));
      assertThat(status.dirty()).isFalse();
      assertThat(status.failures()).isEmpty();
      assertThat(status.refused()).isZero();
      assertThat(status.lastSuccess()).isPresent();
    }
  }

  @Test
  void aRunBeginsWithEverything() {
    try (HotLane lane = lane(1, 9)) {
      HotStatus status = lane.batch(1);
      assertThat(shown()).isEqualTo(Map.of("a", 4, "b", 3, "c", 3));
      assertThat(status.refills()).isEqualTo(1);
    }
  }

  @Test
  void emptiedMemoryIsNoticedByTheNextPublish() {
    try (HotLane lane = lane(1, 0);
        Jedis redis = redis()) {
      lane.batch(6);
      redis.flushAll();
      HotStatus status = lane.batch(1);
      assertThat(shown()).isEqualTo(lane.counts());
      assertThat(status.refills()).isEqualTo(2);
      assertThat(status.failures()).isEmpty();
    }
  }

  @Test
  void emptiedMemoryIsNoticedByAHeartbeat() {
    try (HotLane lane = lane(1, 0);
        Jedis redis = redis()) {
      lane.batch(6);
      redis.flushAll();
      lane.batch(0);
      assertThat(shown()).isEqualTo(lane.counts());
    }
  }

  @Test
  void memoryThatWentBackInTimeIsRefilled() {
    try (HotLane lane = lane(1, 0);
        Jedis redis = redis()) {
      lane.batch(6);
      Map<String, byte[]> backup = Map.of("a", redis.dump("a"), "s", redis.dump(sentinel()));
      lane.batch(6);
      redis.flushAll();
      redis.restore("a", 0, backup.get("a"));
      redis.restore(sentinel(), 0, backup.get("s"));
      lane.batch(1);
      assertThat(shown()).isEqualTo(lane.counts());
    }
  }

  @Test
  void memoryThatWentBackToTheRunBeforeIsRefilled() {
    try (Jedis redis = redis()) {
      Map<String, byte[]> backup;
      try (HotLane first = lane(1, 0)) {
        first.batch(3);
        backup = Map.of("a", redis.dump("a"), "s", redis.dump(sentinel()));
        first.batch(3);
      }
      try (HotLane second = lane(2, 6)) {
        second.batch(3);
        redis.flushAll();
        redis.restore("a", 0, backup.get("a"));
        redis.restore(sentinel(), 0, backup.get("s"));
        assertThat(second.batch(1).dirty()).as("it has to be read first").isTrue();
        assertThat(second.batch(0).dirty()).isFalse();
        assertThat(shown()).isEqualTo(second.counts());
      }
    }
  }

  @Test
  void aKilledRedisIsRefilledWhenItIsBack() {
    try (HotLane lane = lane(1, 0)) {
      lane.batch(6);
      server.kill();
      HotStatus away = lane.batch(1);
      assertThat(away.dirty()).isTrue();
      assertThat(away.failures()).containsEntry(HotFailure.UNREACHABLE, 1L);
      server.restart();
      await().until(heals(lane));
      assertThat(shown()).isEqualTo(lane.counts());
      assertThat(lane.hot().status().retries()).isPositive();
    }
  }

  @Test
  void whileRedisIsAwayAttemptsBecomeRare() {
    try (HotLane lane = lane(1, 0)) {
      server.kill();
      for (int i = 0; i < 1_000; i++) {
        lane.batch(1);
      }
      assertThat(lane.hot().status().failures().get(HotFailure.UNREACHABLE)).isLessThan(20);
    }
  }

  @Test
  void aPausedRedisHoldsNoPublishUp() {
    try (HotLane lane = lane(1, 0)) {
      lane.batch(6);
      server.pause();
      for (int i = 0; i < 5; i++) {
        assertThat(timeOf(() -> lane.batch(1))).isLessThan(BOUND);
      }
      assertThat(lane.hot().status().dirty()).isTrue();
      server.resume();
      await().until(heals(lane));
      assertThat(shown()).isEqualTo(lane.counts());
    }
  }

  @Test
  void moreThanTheNetworksBuffersHoldsNoPublishUp() {
    String megabytes = "x".repeat(32 << 20);
    HotValue large = new HotValue("large", Map.of("text", megabytes), HotLane.EXPIRY);
    try (HotPublisher hot = open()) {
      hot.publish(version(1), "1", List.of(), List::of);
      server.pause();
      Duration time =
          timeOf(() -> hot.publish(version(2), "2", List.of(large), () -> List.of(large)));
      assertThat(time).isLessThan(BOUND);
      assertThat(hot.status().failures()).containsKey(HotFailure.UNREACHABLE);
      server.resume();
    }
  }

  @Test
  void aFullRedisIsAFailureThatHeals() {
    try (HotLane lane = lane(1, 0);
        Jedis redis = redis()) {
      lane.batch(6);
      redis.set("filler", "x".repeat(2 << 20));
      redis.configSet("maxmemory", "1mb");
      HotStatus full = lane.batch(1);
      assertThat(full.failures()).containsKey(HotFailure.OUT_OF_MEMORY);
      assertThat(full.dirty()).isTrue();
      assertThat(shown()).as("as before").isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
      redis.configSet("maxmemory", "0");
      await().until(heals(lane));
      assertThat(shown()).isEqualTo(lane.counts());
    }
  }

  @Test
  void aReplicaIsAFailureThatHeals() {
    try (RedisServer master = RedisServer.start();
        HotLane lane = lane(1, 0);
        Jedis redis = redis()) {
      lane.batch(6);
      redis.slaveof("127.0.0.1", master.port());
      await().until(() -> redis.info("replication").contains("master_link_status:up"));
      HotStatus replica = lane.batch(1);
      assertThat(replica.failures()).isNotEmpty();
      assertThat(replica.dirty()).isTrue();
      redis.slaveofNoOne();
      await().until(heals(lane));
      assertThat(shown()).isEqualTo(lane.counts());
      assertThat(lane.hot().status().failures()).containsKey(HotFailure.READ_ONLY);
    }
  }

  @Test
  void aStartWithoutRedisReadsBeforeItWrites() {
    try (HotLane first = lane(1, 0);
        Jedis redis = redis()) {
      first.batch(9);
      redis.configSet("save", "3600 1");
      redis.save();
    }
    server.kill();
    try (HotLane second = lane(2, 3)) {
      assertThat(second.hot().shownBefore()).isEmpty();
      assertThat(second.batch(1).withheld()).isTrue();
      server.restart();
      await().until(() -> reads(second));
      assertThat(second.hot().shownBefore()).contains("9");
      assertThat(shown()).as("as the first run left it").isEqualTo(Map.of("a", 3, "b", 3, "c", 3));
      assertThat(second.batch(5).withheld()).isFalse();
      assertThat(shown()).isEqualTo(Map.of("a", 3, "b", 3, "c", 3));
    }
  }

  private static boolean reads(HotLane lane) {
    lane.batch(0);
    return lane.hot().shownBefore().isPresent();
  }

  @Test
  void aKeyOfSomebodyElseHoldsUpNoOther() {
    try (HotLane lane = lane(1, 0);
        Jedis redis = redis()) {
      redis.set("b", "mine");
      lane.batch(6);
      HotStatus status = lane.batch(4);
      assertThat(HotLane.shown(redis, "a", "c")).isEqualTo(Map.of("a", 4, "c", 3));
      assertThat(status.dirty()).isTrue();
      assertThat(status.failures()).containsOnlyKeys(HotFailure.FOREIGN_KEY);
      redis.del("b");
      await().until(heals(lane));
      assertThat(shown()).isEqualTo(lane.counts());
    }
  }

  @Test
  void anOverthrownDriverIsRefusedAndSaysSo() {
    try (HotLane old = lane(1, 0);
        HotLane successor = lane(2, 6)) {
      old.batch(6);
      successor.batch(3);
      HotStatus status = old.batch(1);
      assertThat(shown()).isEqualTo(successor.counts());
      assertThat(status.refused()).isPositive();
      assertThat(successor.batch(0).refused()).isZero();
    }
  }

  @Test
  void whatHasExpiredIsSkipped() {
    Instant past = Instant.now().minusSeconds(1);
    HotValue expired = new HotValue("expired", Map.of("count", "1"), past);
    HotValue alive = new HotValue("alive", Map.of("count", "1"), HotLane.EXPIRY);
    try (HotPublisher hot = open();
        Jedis redis = redis()) {
      hot.publish(version(1), "1", List.of(expired, alive), () -> List.of(expired, alive));
      assertThat(redis.keys("*")).containsExactlyInAnyOrder("alive", sentinel());
      assertThat(hot.status().dirty()).isFalse();
    }
  }

  @Test
  void aLargeRefillGoesOnOverSeveralPublishesAndKeepsWhatIsNewer() {
    HotOptions noTime =
        new HotOptions(
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            2,
            1 << 20,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMillis(200),
            Duration.ofSeconds(5));
    try (HotLane lane = new HotLane(server.uri().toString(), 1, SOURCE, 3, noTime)) {
      assertThat(lane.batch(0).dirty()).as("two of three are written").isTrue();
      assertThat(lane.batch(3).dirty()).isFalse();
      assertThat(lane.hot().status().refills()).isEqualTo(1);
      assertThat(shown()).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
    }
  }

  private HotLane lane(long epoch, int from) {
    return new HotLane(server.uri().toString(), epoch, SOURCE, from);
  }

  private HotPublisher open() {
    return HotPublisher.open(
        server.uri().toString(),
        "clicks",
        "lake",
        HotOptions.defaults(),
        (before, current) -> true,
        older -> List.of(),
        InstantSource.system());
  }

  private static Callable<Boolean> heals(HotLane lane) {
    return () -> !lane.batch(1).dirty();
  }

  private Map<String, Integer> shown() {
    try (Jedis redis = redis()) {
      return HotLane.shown(redis, KEYS);
    }
  }

  private Jedis redis() {
    return new Jedis(server.uri());
  }

  private static String sentinel() {
    return HotSentinel.key("clicks");
  }

  private static HotVersion version(long batch) {
    return new HotVersion(1, 1, batch);
  }

  private static Duration timeOf(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
