package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.HotKeyTemplate;
import dev.sluice.common.error.SluiceException;
import dev.sluice.gold.HotWrite.Cover;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

class HotStoreTest {
  private static final String SENTINEL = "sluice:hot:clicks";
  private static final Instant EXPIRY = Instant.now().plus(2, ChronoUnit.HOURS);

  @RegisterExtension private final SharedRedis shared = new SharedRedis();
  private final Jedis redis = shared.connection();
  private HotStore store;

  @BeforeEach
  void open() {
    store = newStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aValueIsAHashWithItsVersion() throws Exception {
    HotWrite write = store.write(batch(7), List.of(value("k", "orders", "3")), sentinel(7));

    assertThat(write).isEqualTo(new HotWrite(Cover.RENEWED, 1, 0, 0, Map.of()));
    assertThat(redis.hgetAll("k"))
        .containsOnly(Map.entry("orders", "3"), Map.entry("_version", batch(7).text()));
  }

  @Test
  void theSentinelSaysHowFarHotMayShow() throws Exception {
    assertThat(store.readSentinel()).isEmpty();
    store.write(batch(7), List.of(), sentinel(7));
    assertThat(newStore().readSentinel()).contains(sentinel(7));
    assertThat(redis.ttl(SENTINEL)).as("no expiry").isEqualTo(-1);
  }

  @Test
  void theSecondWriteContinuesTheFirst() throws Exception {
    store.write(batch(1), List.of(), sentinel(1));
    assertThat(store.write(batch(2), List.of(), sentinel(2)).cover()).isEqualTo(Cover.CONTINUED);
    redis.flushAll();
    assertThat(store.write(batch(3), List.of(), sentinel(3)).cover()).isEqualTo(Cover.RENEWED);
  }

  @Test
  void anEqualVersionRewrites() throws Exception {
    store.write(batch(1), List.of(value("k", "orders", "3")), sentinel(1));
    HotWrite again = store.write(batch(1), List.of(value("k", "orders", "4")), sentinel(1));
    assertThat(again.written()).isEqualTo(1);
    assertThat(redis.hget("k", "orders")).isEqualTo("4");
  }

  @Test
  void anOlderValueOfTheSameRunIsKeptOut() throws Exception {
    store.write(batch(5), List.of(value("k", "orders", "5")), sentinel(5));
    HotWrite refill =
        store.write(
            batch(4), List.of(value("k", "orders", "4"), value("l", "orders", "1")), sentinel(6));
    assertThat(refill).isEqualTo(new HotWrite(Cover.CONTINUED, 1, 1, 0, Map.of()));
    assertThat(redis.hget("k", "orders")).isEqualTo("5");
  }

  @Test
  void nothingOfAnOverthrownDriverIsWritten() throws Exception {
    HotStore newer = newStore();
    HotSentinel next = new HotSentinel(new HotVersion(1, 2, 0), "next", "9");
    newer.write(next.version(), List.of(value("k", "orders", "9")), next);

    HotWrite late =
        store.write(
            batch(8), List.of(value("k", "orders", "8"), value("l", "orders", "8")), sentinel(8));

    assertThat(late).isEqualTo(new HotWrite(Cover.REFUSED, 0, 0, 3, Map.of()));
    assertThat(redis.hget("k", "orders")).isEqualTo("9");
    assertThat(redis.exists("l")).isFalse();
  }

  @Test
  void aSentinelOfAnotherRunIsReplacedOnlyAfterItWasRead() throws Exception {
    store.write(batch(1), List.of(), sentinel(1));
    HotStore successor = newStore();
    successor.readSentinel();
    store.write(batch(2), List.of(), sentinel(2));

    HotSentinel next = new HotSentinel(new HotVersion(1, 2, 0), "next", "1");
    List<HotValue> values = List.of(value("k", "orders", "1"));
    assertThat(successor.write(next.version(), values, next).cover()).isEqualTo(Cover.UNSEEN);
    assertThat(redis.exists("k")).isFalse();

    assertThat(successor.readSentinel()).contains(sentinel(2));
    assertThat(successor.write(next.version(), values, next).cover()).isEqualTo(Cover.RENEWED);
    assertThat(redis.exists("k")).isTrue();
  }

  @Test
  void everyKeyExpiresAtItsTimeHoweverOftenItIsWritten() throws Exception {
    for (int batch = 1; batch <= 3; batch++) {
      store.write(batch(batch), List.of(value("k", "orders", "3")), sentinel(batch));
      long left = EXPIRY.toEpochMilli() - System.currentTimeMillis();
      assertThat(redis.pttl("k")).isBetween(left - 1_000, left + 1_000);
    }
  }

  @Test
  void fieldsThatAValueNoLongerHasGo() throws Exception {
    store.write(
        batch(1), List.of(new HotValue("k", Map.of("a", "1", "b", "2"), EXPIRY)), sentinel(1));
    store.write(
        batch(2), List.of(new HotValue("k", Map.of("b", "3", "c", "4"), EXPIRY)), sentinel(2));
    assertThat(redis.hgetAll("k"))
        .isEqualTo(Map.of("b", "3", "c", "4", "_version", batch(2).text()));
  }

  @Test
  void keysThatAreNotOursAreLeftAlone() throws Exception {
    redis.set("text", "mine");
    redis.hset("hash", "name", "mine");
    HotWrite write =
        store.write(
            batch(1),
            List.of(value("text", "a", "1"), value("hash", "a", "1"), value("k", "a", "1")),
            sentinel(1));
    assertThat(write)
        .isEqualTo(new HotWrite(Cover.RENEWED, 1, 0, 0, Map.of(HotFailure.FOREIGN_KEY, 2)));
    assertThat(redis.get("text")).isEqualTo("mine");
    assertThat(redis.hgetAll("hash")).isEqualTo(Map.of("name", "mine"));
  }

  @Test
  void aSentinelKeyThatIsNotOursIsAFailure() {
    redis.set(SENTINEL, "mine");
    assertThatThrownBy(store::readSentinel)
        .isInstanceOf(HotUnavailable.class)
        .hasMessageContaining("FOREIGN_KEY");
    redis.del(SENTINEL);
    redis.hset(SENTINEL, Map.of("_version", "mine", "run", "mine", "shown", "mine"));
    assertThatThrownBy(store::readSentinel)
        .isInstanceOf(HotUnavailable.class)
        .hasMessageContaining("FOREIGN_KEY");
  }

  @Test
  void scriptsThatRedisForgotAreLoadedAgain() throws Exception {
    store.write(batch(1), List.of(), sentinel(1));
    redis.scriptFlush();
    HotWrite write = store.write(batch(2), List.of(value("k", "orders", "3")), sentinel(2));
    assertThat(write).isEqualTo(new HotWrite(Cover.CONTINUED, 1, 0, 0, Map.of()));
  }

  @Test
  void manyValuesAndLargeOnesTravelInSeveralPipelines() throws Exception {
    List<HotValue> many =
        IntStream.range(0, 2_500).mapToObj(i -> value("k" + i, "orders", "" + i)).toList();
    assertThat(store.write(batch(1), many, sentinel(1)).written()).isEqualTo(2_500);
    String large = "x".repeat(3 << 20);
    List<HotValue> three =
        List.of(value("a", "v", large), value("b", "v", large), value("c", "v", large));
    assertThat(store.write(batch(2), three, sentinel(2)).written()).isEqualTo(3);
    assertThat(redis.dbSize()).isEqualTo(2_500 + 3 + 1);
  }

  @Test
  void hostileGroupsComeBackAsTheyWere() throws Exception {
    List<String> hostile =
        List.of(
            "\r\nFLUSHALL\r\n",
            "*1\r\n$8\r\nFLUSHALL\r\n",
            "\u001b[31mred",
            " a  b ",
            "{tag}",
            "😀é",
            "=CMD()|'${jndi:ldap://x}'",
            "\0",
            "x".repeat(100_000));
    HotKeyTemplate template = HotKeyTemplate.parse("sales:{country}:{window_start}").orElseThrow();
    List<HotValue> values =
        hostile.stream()
            .map(
                country ->
                    value(template.render(Map.of("country", country), EXPIRY), "country", country))
            .toList();

    assertThat(store.write(batch(1), values, sentinel(1)).written()).isEqualTo(hostile.size());

    assertThat(values)
        .allSatisfy(
            value ->
                assertThat(redis.hget(value.key(), "country"))
                    .isEqualTo(value.fields().get("country")));
    assertThat(redis.keys("*")).allMatch(key -> key.matches("[\\x21-\\x7e]+"));
  }

  @Test
  void anAddressThatIsNoneIsAnErrorThatShowsNoPassword() {
    assertThatThrownBy(() -> HotStore.open("http://:secret@x", "d", "lake", HotOptions.defaults()))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Invalid redis address")
        .hasMessageNotContaining("secret");
  }

  private static HotStore newStore() {
    return HotStore.open(
        SharedRedis.server().uri().toString(), "clicks", "lake", HotOptions.defaults());
  }

  private static HotValue value(String key, String field, String text) {
    return new HotValue(key, Map.of(field, text), EXPIRY);
  }

  private static HotVersion batch(long batch) {
    return new HotVersion(1, 1, batch);
  }

  private static HotSentinel sentinel(long batch) {
    return new HotSentinel(batch(batch), "this", Long.toString(batch));
  }
}
