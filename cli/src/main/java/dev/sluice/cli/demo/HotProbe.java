package dev.sluice.cli.demo;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * A reader of Redis beside the demo: polls the count of every live key as a service would, and
 * notes when each count was first seen. The k-th event of a key is visible once its count is k.
 *
 * <p>Knows nothing of the driver. Between two polls lie some 10 ms, which a latency measured by it
 * includes.
 */
public final class HotProbe implements Runnable {
  private static final long POLL_MILLIS = 10;

  /** A scan finds keys of groups not seen before. */
  private static final int POLLS_PER_SCAN = 10;

  /** Keys of windows that began longer ago change no more, but for late events. */
  private static final int NEWEST_KEYS = 400;

  private final URI redis;
  private final String pattern;
  private final String countField;
  private final Map<String, TreeMap<Long, Long>> seen = new HashMap<>();
  private volatile boolean stopped;

  /**
   * A probe to be run by a thread.
   *
   * @param pattern glob of the keys
   * @param countField the field that counts events
   */
  public HotProbe(URI redis, String pattern, String countField) {
    this.redis = redis;
    this.pattern = pattern;
    this.countField = countField;
  }

  /** When each count of each key was first seen, in milliseconds since 1970. */
  public Map<String, TreeMap<Long, Long>> seen() {
    return seen;
  }

  /** Ends the run after the poll in hand. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      try (Jedis jedis = new Jedis(redis)) {
        poll(jedis);
      } catch (JedisException away) {
        pause();
      }
    }
  }

  private void poll(Jedis jedis) {
    Set<String> keys = new TreeSet<>();
    for (int polls = 0; !stopped; polls++) {
      if (polls % POLLS_PER_SCAN == 0) {
        keys = newest(scan(jedis));
      }
      count(jedis, keys);
      pause();
    }
  }

  private Set<String> scan(Jedis jedis) {
    Set<String> keys = new TreeSet<>();
    ScanParams params = new ScanParams().match(pattern).count(1_000);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = jedis.scan(cursor, params);
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  /** Window starts end the keys and sort as time does. */
  private static Set<String> newest(Set<String> keys) {
    List<String> byWindow = new ArrayList<>(keys);
    byWindow.sort((a, b) -> window(b).compareTo(window(a)));
    return new TreeSet<>(byWindow.subList(0, Math.min(NEWEST_KEYS, byWindow.size())));
  }

  private static String window(String key) {
    int length = "2026-01-01T00:00:00Z".length();
    return key.length() < length ? key : key.substring(key.length() - length);
  }

  private void count(Jedis jedis, Set<String> keys) {
    Map<String, Response<String>> counts = new HashMap<>();
    Pipeline pipeline = jedis.pipelined();
    keys.forEach(key -> counts.put(key, pipeline.hget(key, countField)));
    pipeline.sync();
    long now = System.currentTimeMillis();
    counts.forEach(
        (key, count) -> {
          if (count.get() != null) {
            seen.computeIfAbsent(key, k -> new TreeMap<>())
                .putIfAbsent(Long.valueOf(count.get()), now);
          }
        });
  }

  private void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
