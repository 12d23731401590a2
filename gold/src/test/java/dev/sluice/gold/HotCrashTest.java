package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** A driver dies somewhere in a write; the next one starts from what the tables had reached. */
class HotCrashTest {
  private static final String[] KEYS = {"a", "b", "c"};
  private static final List<String> SOURCE =
      IntStream.range(0, 60).mapToObj(i -> KEYS[i % 3]).toList();
  private static final int FLUSHED = 6;

  @RegisterExtension private final SharedRedis shared = new SharedRedis();
  private final Jedis redis = shared.connection();

  @Test
  void betweenSentinelAndValues() throws Exception {
    shownThrough(12);
    writeAndDie(15, List.of());
    theNextRunNeverDips(15);
  }

  @Test
  void betweenTwoValues() throws Exception {
    shownThrough(12);
    writeAndDie(15, List.of("a"));
    assertThat(shown()).isEqualTo(Map.of("a", 5, "b", 4, "c", 4));
    theNextRunNeverDips(15);
  }

  @Test
  void betweenPublishAndFlush() {
    shownThrough(15);
    theNextRunNeverDips(15);
  }

  @Test
  void betweenTwoCrashes() throws Exception {
    shownThrough(12);
    writeAndDie(15, List.of("a", "b"));
    try (HotLane second = lane(2)) {
      assertThat(second.batch(3).withheld()).isTrue();
    }
    theNextRunNeverDips(15);
  }

  /** Cuts the connection of a run further and further on, in and between all its commands. */
  @Test
  void anywhereOnTheWire() throws Exception {
    int dirty = 1;
    // The scripts, which every connection begins with, take 3,500 bytes; a value takes 300.
    for (int bytes = 3_500; dirty > 0; bytes += 43) {
      redis.flushAll();
      try (CuttingProxy proxy = new CuttingProxy(SharedRedis.server().port(), bytes);
          HotLane dying = new HotLane(proxy.address(), 1, SOURCE, 0)) {
        dirty = 0;
        for (int batch = 0; batch < 4; batch++) {
          dirty += dying.batch(3).dirty() ? 1 : 0;
        }
      }
      int covered =
          redis.exists(sentinel()) ? Integer.parseInt(redis.hget(sentinel(), "shown")) : 0;
      assertThat(shown().values()).allMatch(count -> count <= covered / 3);
      theNextRunNeverDips(covered);
    }
  }

  private void shownThrough(int offset) {
    try (HotLane first = new HotLane(SharedRedis.server().uri().toString(), 1, SOURCE, 0)) {
      assertThat(first.batch(offset).dirty()).isFalse();
    }
  }

  /** What a run at this offset sends before it is gone: the sentinel and these of its values. */
  private void writeAndDie(int offset, List<String> keys) throws Exception {
    try (HotStore store =
        HotStore.open(
            SharedRedis.server().uri().toString(), "clicks", "lake", HotOptions.defaults())) {
      String run = store.readSentinel().orElseThrow().run();
      HotSentinel sentinel =
          new HotSentinel(new HotVersion(1, 1, 99), run, Integer.toString(offset));
      List<HotValue> values =
          keys.stream()
              .map(key -> new HotValue(key, Map.of("count", "" + offset / 3), HotLane.EXPIRY))
              .toList();
      assertThat(store.write(sentinel.version(), values, sentinel).isComplete()).isTrue();
    }
  }

  private void theNextRunNeverDips(int shownBefore) {
    Map<String, Integer> before = shown();
    try (HotLane next = lane(9)) {
      for (int offset = FLUSHED + 1; offset <= 24; offset++) {
        HotStatus status = next.batch(1);
        assertThat(status.withheld()).isEqualTo(offset < shownBefore);
        Map<String, Integer> now = shown();
        before.forEach((key, count) -> assertThat(now.get(key)).isGreaterThanOrEqualTo(count));
        before = now;
      }
      assertThat(before).isEqualTo(next.counts());
    }
  }

  private HotLane lane(long epoch) {
    return new HotLane(SharedRedis.server().uri().toString(), epoch, SOURCE, FLUSHED);
  }

  private Map<String, Integer> shown() {
    return HotLane.shown(redis, KEYS);
  }

  private static String sentinel() {
    return HotSentinel.key("clicks");
  }
}
