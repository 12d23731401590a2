package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import redis.clients.jedis.Jedis;

class HotCompareAndSetTest {
  private static final Instant EXPIRY = Instant.now().plus(Duration.ofHours(1));
  private static final HotSentinel NEWEST =
      new HotSentinel(new HotVersion(9, 9, 9), "this", "everything");

  private static RedisServer server;
  private static Jedis redis;

  @BeforeContainer
  static void startRedis() {
    server = RedisServer.start();
    redis = new Jedis(server.uri());
  }

  @AfterContainer
  static void stopRedis() {
    redis.close();
    server.close();
  }

  /** One write: the value is its version, so that the highest version is what must be shown. */
  record Write(String key, HotVersion version) {}

  @Property(tries = 300)
  void anyOrderEndsAtTheHighestVersion(@ForAll("writes") List<Write> writes) throws Exception {
    redis.flushAll();
    try (HotStore store = store()) {
      for (Write write : writes) {
        store.write(write.version(), List.of(value(write)), NEWEST);
      }
    }
    assertThat(shown()).isEqualTo(highest(writes));
  }

  @Property(tries = 100)
  void anyInterleavingOfTwoRunsEndsAtTheHighestVersionOfTheNewer(
      @ForAll("writes") List<Write> older, @ForAll("writes") List<Write> newer) throws Exception {
    redis.flushAll();
    List<Write> ofNewer = newer.stream().map(HotCompareAndSetTest::inGenerationTen).toList();
    HotVersion ten = new HotVersion(10, 9, 9);
    try (HotStore first = store();
        HotStore second = store()) {
      int i = 0;
      for (; i < older.size() / 2; i++) {
        first.write(older.get(i).version(), List.of(value(older.get(i))), NEWEST);
      }
      second.readSentinel();
      List<Write> both = new ArrayList<>(older.subList(0, i));
      for (Write write : ofNewer) {
        HotSentinel next = new HotSentinel(ten, "next", "everything");
        second.write(write.version(), List.of(value(write)), next);
        both.add(write);
        if (i < older.size()) {
          first.write(older.get(i).version(), List.of(value(older.get(i++))), NEWEST);
        }
      }
      assertThat(shown()).isEqualTo(highest(both));
    }
  }

  private static Write inGenerationTen(Write write) {
    return new Write(
        write.key(), new HotVersion(10, write.version().epoch(), write.version().batch()));
  }

  @Provide
  Arbitrary<List<Write>> writes() {
    Arbitrary<HotVersion> versions =
        Combinators.combine(
                Arbitraries.integers().between(0, 2),
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(0, 9))
            .as(HotVersion::new);
    return Combinators.combine(Arbitraries.of("a", "b"), versions)
        .as(Write::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static HotStore store() {
    return HotStore.open(server.uri().toString(), "clicks", "lake", HotOptions.defaults());
  }

  private static HotValue value(Write write) {
    return new HotValue(write.key(), Map.of("is", write.version().text()), EXPIRY);
  }

  private static Map<String, String> highest(List<Write> writes) {
    Map<String, String> highest = new HashMap<>();
    writes.forEach(
        write ->
            highest.merge(
                write.key(), write.version().text(), (a, b) -> a.compareTo(b) > 0 ? a : b));
    return highest;
  }

  private static Map<String, String> shown() {
    Map<String, String> shown = new HashMap<>();
    for (String key : List.of("a", "b")) {
      if (redis.exists(key)) {
        assertThat(redis.pttl(key)).isPositive();
        shown.put(key, redis.hget(key, "is"));
      }
    }
    return shown;
  }
}
