package dev.sluice.gold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import redis.clients.jedis.Jedis;

/**
 * A lane in small: its source is a list of keys, its hot values say how often each has come. What
 * it has counted when it starts is what the tables of the lane before it reached.
 */
final class HotLane implements AutoCloseable {
  static final Instant EXPIRY = Instant.now().plus(Duration.ofHours(2));

  private final List<String> source;
  private final long epoch;
  private final Predicate<String> good;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final HotPublisher hot;
  private int offset;
  private long batch;

  HotLane(String redis, long epoch, List<String> source, int from) {
    this(redis, epoch, source, from, HotOptions.defaults());
  }

  HotLane(String redis, long epoch, List<String> source, int from, HotOptions options) {
    this(redis, "lake", epoch, source, from, options, key -> true);
  }

  /**
   * A lane of some lake.
   *
   * @param good the definition: which records count from here on
   */
  HotLane(
      String redis,
      String lake,
      long epoch,
      List<String> source,
      int from,
      HotOptions options,
      Predicate<String> good) {
    this.source = source;
    this.epoch = epoch;
    this.good = good;
    source.subList(0, from).forEach(this::count);
    this.offset = from;
    this.hot =
        HotPublisher.open(
            redis,
            "clicks",
            lake,
            options,
            HotLane::passed,
            older -> List.of(),
            InstantSource.system());
  }

  private static boolean passed(String shownBefore, String current) {
    return Integer.parseInt(current) >= Integer.parseInt(shownBefore);
  }

  /** One batch of this many records; of none, it is a heartbeat. */
  HotStatus batch(int records) {
    List<String> keys =
        source.subList(offset, offset + records).stream().filter(good).distinct().toList();
    Set<String> before = Set.copyOf(counts.keySet());
    source.subList(offset, offset + records).stream().filter(good).forEach(this::count);
    offset += records;
    HotVersion version = new HotVersion(1, epoch, batch++);
    hot.created(version, keys.stream().filter(key -> !before.contains(key)).toList());
    publish(version, keys);
    return hot.status();
  }

  private void count(String key) {
    counts.merge(key, 1, Integer::sum);
  }

  /** The tables have what the batches so far have brought. */
  void flush() {
    hot.flushedThrough(new HotVersion(1, epoch, batch - 1));
  }

  private void publish(HotVersion version, List<String> changed) {
    hot.publish(
        version,
        Integer.toString(offset),
        changed.stream().map(this::value).toList(),
        () -> counts.keySet().stream().map(this::value).toList());
  }

  private HotValue value(String key) {
    return new HotValue(key, Map.of("count", counts.get(key).toString()), EXPIRY);
  }

  HotPublisher hot() {
    return hot;
  }

  /** What Redis has to show. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** What Redis shows of these keys. */
  static Map<String, Integer> shown(Jedis redis, String... keys) {
    Map<String, Integer> shown = new TreeMap<>();
    Arrays.stream(keys)
        .filter(redis::exists)
        .forEach(key -> shown.put(key, Integer.valueOf(redis.hget(key, "count"))));
    return shown;
  }

  @Override
  public void close() {
    hot.close();
  }
}
