package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/**
 * The tables change their generation: what Redis shows of the one before becomes the next one's.
 */
class HotSwapTest {
  private static final Instant EXPIRY = Instant.now().plus(Duration.ofHours(1));
  private static final String UNFLUSHED = HotSentinel.unflushedKey("clicks");

  @RegisterExtension private final SharedRedis shared = new SharedRedis();

  private final List<Integer> asked = new ArrayList<>();

  @Test
  void keysThatOnlyTheOldGenerationHadGo() {
    run(1, 7, "10", "a", "b", "gone");
    assertThat(shown("a", "b", "gone", "new")).isEqualTo(Map.of("a", "1", "b", "1", "gone", "1"));

    run(2, 8, "10", "a", "b", "new");

    assertThat(asked).containsExactly(1);
    assertThat(shown("a", "b", "gone", "new")).isEqualTo(Map.of("a", "2", "b", "2", "new", "2"));
    try (Jedis redis = new Jedis(SharedRedis.server().uri())) {
      assertThat(redis.exists(UNFLUSHED)).isFalse();
    }
  }

  @Test
  void aGenerationThatIsInForceAgainHasANewerTurn() {
    run(1, 7, "10", "a", "old");
    run(2, 8, "10", "a", "next");
    run(3, 9, "10", "a", "old");

    assertThat(asked).containsExactly(1, 2);
    assertThat(shown("a", "old", "next")).isEqualTo(Map.of("a", "3", "old", "3"));
  }

  @Test
  void theNextStartOfAGenerationDoubtsNothing() {
    run(1, 7, "10", "a");
    run(2, 8, "10", "a");
    run(2, 9, "11", "a", "b");

    assertThat(asked).containsExactly(1);
    assertThat(shown("a", "b")).isEqualTo(Map.of("a", "2", "b", "2"));
  }

  @Test
  void aRunThatDiedBeforeItHadSweptLeavesItToTheNext() {
    run(1, 7, "10", "a", "gone");
    try (HotPublisher died = open(2, "a")) {
      // Not yet where hot had been: nothing is shown, nothing goes.
      died.publish(new HotVersion(2, 8, 0), "9", List.of(), () -> values(2, "a"));
    }
    assertThat(shown("a", "gone")).isEqualTo(Map.of("a", "1", "gone", "1"));
    run(2, 9, "10", "a");
    assertThat(shown("a", "gone")).isEqualTo(Map.of("a", "2"));
  }

  /** A run that shows all keys of a generation and ends. */
  private void run(int turn, long epoch, String shown, String... keys) {
    try (HotPublisher hot = open(turn, keys)) {
      hot.publish(new HotVersion(turn, epoch, 0), shown, List.of(), () -> values(turn, keys));
      assertThat(hot.status().failures()).isEmpty();
      assertThat(hot.status().dirty()).isFalse();
    }
  }

  private HotPublisher open(int turn, String... keys) {
    return HotPublisher.open(
        SharedRedis.server().uri().toString(),
        "clicks",
        "lake",
        HotOptions.defaults(),
        (before, current) -> Integer.parseInt(current) >= Integer.parseInt(before),
        older -> {
          asked.add(older);
          return values(older, "a", "b", "gone", "old", "next");
        },
        InstantSource.system());
  }

  private static List<HotValue> values(int turn, String... keys) {
    return Stream.of(keys)
        .map(key -> new HotValue(key, Map.of("turn", Integer.toString(turn)), EXPIRY))
        .toList();
  }

  private static Map<String, String> shown(String... keys) {
    try (Jedis redis = new Jedis(SharedRedis.server().uri())) {
      Map<String, String> shown = new java.util.TreeMap<>();
      Stream.of(keys).filter(redis::exists).forEach(key -> shown.put(key, redis.hget(key, "turn")));
      return shown;
    }
  }
}
