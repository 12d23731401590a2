package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/**
 * A driver dies after hot and before the flush, and the next one's definition wants some of its
 * rows no more: "bad" was shown by a batch that no table has.
 */
class HotLeftoverTest {
  private static final String[] KEYS = {"a", "b", "bad", "c", "d"};

  /** The first two are in the tables. */
  private static final List<String> SOURCE =
      List.of("a", "b", "bad", "c", "a", "bad", "d", "b", "a", "c", "d", "b", "a", "c", "d", "b");

  private static final int FLUSHED = 2;
  private static final String SENTINEL = HotSentinel.key("clicks");

  /** Milliseconds; the keys live for two hours. */
  private static final Offset<Long> READ_ONE_AFTER_THE_OTHER = Offset.offset(5_000L);

  private static final String UNFLUSHED = HotSentinel.unflushedKey("clicks");

  @RegisterExtension private final SharedRedis shared = new SharedRedis();
  private final Jedis redis = shared.connection();

  @Test
  void aKeyThatTheNextRunDoesNotHaveGoesOnceItHasPassed() {
    showAndDie(lane(1));
    assertThat(shown()).isEqualTo(Map.of("a", 2, "b", 1, "bad", 2, "c", 1));
    try (HotLane next = strictLane(2)) {
      for (int offset = FLUSHED + 1; offset < 6; offset++) {
        assertThat(next.batch(1).withheld()).isTrue();
        assertThat(shown()).as("nothing dips").containsKeys("a", "b", "bad", "c");
      }
      HotStatus status = next.batch(1);
      assertThat(shown()).isEqualTo(next.counts()).doesNotContainKey("bad");
      assertThat(status.dirty()).isFalse();
      assertThat(status.failures()).isEmpty();
      assertThat(redis.zrange(UNFLUSHED, 0, -1)).containsExactly("c");
    }
  }

  @Test
  void whatWasFlushedIsNotNotedAnyMore() {
    try (HotLane lane = lane(1)) {
      lane.batch(2);
      assertThat(redis.zrange(UNFLUSHED, 0, -1)).containsExactly("bad", "c");
      lane.flush();
      lane.batch(3);
      assertThat(redis.zrange(UNFLUSHED, 0, -1)).containsExactly("d");
      lane.flush();
      lane.batch(0);
      assertThat(redis.keys("*")).containsExactlyInAnyOrder("a", "b", "bad", "c", "d", SENTINEL);
    }
  }

  @Test
  void whatIsNotedOutlivesItsKeys() {
    showAndDie(lane(1));
    assertThat(redis.pttl(UNFLUSHED)).isCloseTo(redis.pttl("bad"), READ_ONE_AFTER_THE_OTHER);
    showAndDie(lane(2));
    assertThat(redis.pttl(UNFLUSHED)).isCloseTo(redis.pttl("bad"), READ_ONE_AFTER_THE_OTHER);
  }

  @Test
  void aSecondRunThatDidNotPassChangesNothing() {
    showAndDie(lane(1));
    try (HotLane second = lane(2)) {
      assertThat(second.batch(1).withheld()).isTrue();
    }
    theStrictRunLeavesNothing(3, 6);
  }

  @Test
  void aSecondRunThatPassedButFlushedNothingLeavesItToTheThird() {
    showAndDie(lane(1));
    try (HotLane second = lane(2)) {
      second.batch(5);
      assertThat(shown()).isEqualTo(second.counts()).containsKeys("bad", "d");
    }
    theStrictRunLeavesNothing(3, 7);
  }

  @Test
  void emptiedMemoryIsNotedAgain() {
    try (HotLane first = lane(1)) {
      first.batch(4);
      redis.flushAll();
      first.batch(0);
      assertThat(shown()).isEqualTo(first.counts()).containsKey("bad");
      assertThat(redis.zrange(UNFLUSHED, 0, -1)).containsExactly("bad", "c");
    }
    theStrictRunLeavesNothing(2, 6);
  }

  @Test
  void whatIsCreatedWhileRedisIsAwayIsNotedWithTheRefill() {
    try (HotLane first = lane(1)) {
      first.batch(0);
      SharedRedis.server().pause();
      assertThat(first.batch(4).dirty()).isTrue();
      SharedRedis.server().resume();
      await().until(() -> !first.batch(0).dirty());
      assertThat(redis.zrange(UNFLUSHED, 0, -1)).containsExactly("bad", "c");
    }
    theStrictRunLeavesNothing(2, 6);
  }

  @Test
  void anOverthrownDriverBringsNothingBack() {
    try (HotLane old = lane(1)) {
      old.batch(4);
      theStrictRunLeavesNothing(2, 6);
      Map<String, Integer> before = shown();
      assertThat(old.batch(4).refused()).isPositive();
      assertThat(shown()).isEqualTo(before);
    }
  }

  @Test
  void manyLeftoversGoOverSeveralPublishes() {
    HotOptions noTime =
        new HotOptions(
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            10,
            1 << 20,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMillis(200),
            Duration.ofSeconds(5));
    List<String> source = IntStream.range(0, 25).mapToObj(i -> "k" + i).toList();
    try (HotLane first = new HotLane(SharedRedis.server().uri().toString(), 1, source, 0)) {
      first.batch(25);
    }
    try (HotLane next =
        new HotLane(
            SharedRedis.server().uri().toString(), "lake", 2, source, 0, noTime, "k3"::equals)) {
      assertThat(next.batch(25).dirty()).isTrue();
      assertThat(redis.keys("k*")).hasSize(15);
      assertThat(next.batch(0).dirty()).isTrue();
      assertThat(next.batch(0).dirty()).isTrue();
      assertThat(next.batch(0).dirty()).isFalse();
      assertThat(redis.keys("k*")).containsExactly("k3");
      assertThat(redis.zrange(UNFLUSHED, 0, -1)).containsExactly("k3");
    }
  }

  @Test
  void whatSomebodyElsePutThereIsLeftAlone() {
    showAndDie(lane(1));
    redis.del("bad", "c");
    redis.set("bad", "mine");
    redis.set("c", "mine");
    try (HotLane next = strictLane(2)) {
      HotStatus status = next.batch(4);
      assertThat(status.failures()).containsOnlyKeys(HotFailure.FOREIGN_KEY);
      assertThat(redis.get("bad")).isEqualTo("mine");
      assertThat(redis.get("c")).isEqualTo("mine");
      assertThat(redis.exists(UNFLUSHED)).isFalse();
    }
  }

  /** Cuts first the connection of the run that shows too much, then that of the run after it. */
  @Test
  void nothingRemainsWhereverARunDies() throws Exception {
    boolean isCut = true;
    // The scripts, which every connection begins with, take 3,500 bytes; a value takes 300.
    for (int bytes = 3_500; isCut; bytes += 61) {
      redis.flushAll();
      try (CuttingProxy proxy = new CuttingProxy(SharedRedis.server().port(), bytes);
          HotLane first = lane(proxy.address(), 1, "")) {
        isCut = first.batch(2).dirty() | first.batch(2).dirty();
      }
      try (CuttingProxy proxy = new CuttingProxy(SharedRedis.server().port(), bytes);
          HotLane second = lane(proxy.address(), 2, "d")) {
        isCut |= second.batch(5).dirty();
      }
      theStrictRunLeavesNothing(3, 7);
    }
  }

  @Test
  void aLakeMadeAnewFollowsTheOneBeforeIt() {
    try (HotLane old = lane(7)) {
      old.batch(4);
      try (HotLane anew = anew(1, 0)) {
        assertThat(anew.batch(5).withheld()).isTrue();
        assertThat(anew.batch(1).withheld()).isFalse();
        assertThat(shown()).isEqualTo(anew.counts()).doesNotContainKey("bad");
        assertThat(old.batch(1).refused()).isPositive();
        assertThat(shown()).isEqualTo(anew.counts());
        assertThat(anew.hot().status().refused()).isZero();
      }
      try (HotLane restarted = anew(2, 2)) {
        restarted.batch(6);
        assertThat(shown()).isEqualTo(restarted.counts());
        assertThat(restarted.hot().status().refused()).isZero();
      }
      assertThat(redis.hget(SENTINEL, "before")).isEqualTo("1");
    }
  }

  private void theStrictRunLeavesNothing(long epoch, int shownBefore) {
    try (HotLane strict = strictLane(epoch)) {
      HotStatus status = strict.batch(shownBefore - FLUSHED);
      assertThat(status.dirty()).isFalse();
      assertThat(shown()).isEqualTo(strict.counts()).doesNotContainKey("bad");
      strict.flush();
      strict.batch(0);
      assertThat(redis.exists(UNFLUSHED)).isFalse();
    }
  }

  private static void showAndDie(HotLane lane) {
    try (lane) {
      assertThat(lane.batch(4).dirty()).isFalse();
    }
  }

  private HotLane lane(long epoch) {
    return lane(SharedRedis.server().uri().toString(), epoch, "");
  }

  private HotLane strictLane(long epoch) {
    return lane(SharedRedis.server().uri().toString(), epoch, "bad");
  }

  private static HotLane lane(String address, long epoch, String refused) {
    return new HotLane(
        address,
        "lake",
        epoch,
        SOURCE,
        FLUSHED,
        HotOptions.defaults(),
        key -> !key.equals(refused));
  }

  private HotLane anew(long epoch, int from) {
    return new HotLane(
        SharedRedis.server().uri().toString(),
        "lake made anew",
        epoch,
        SOURCE,
        from,
        HotOptions.defaults(),
        key -> !key.equals("bad"));
  }

  private Map<String, Integer> shown() {
    return HotLane.shown(redis, KEYS);
  }
}
