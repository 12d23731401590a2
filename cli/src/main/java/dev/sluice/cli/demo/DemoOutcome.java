package dev.sluice.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a demo run left to be judged.
 *
 * @param lake its tables; the driver has ended
 * @param truth what was sent
 * @param started when sending began
 * @param startup from entering the command to the first gold row; empty if there never was one
 * @param kills how often the driver was killed
 * @param redis every hash of Redis at the end, by key
 * @param redisAsOf when they were read
 * @param seen what the probe saw: by key, when each count was first visible
 */
public record DemoOutcome(
    Path lake,
    Path truth,
    Instant started,
    Optional<Duration> startup,
    int kills,
    Map<String, Map<String, String>> redis,
    Instant redisAsOf,
    Map<String, TreeMap<Long, Long>> seen) {

  /** The hashes whose keys begin like those of one aggregate. */
  Map<String, Map<String, String>> redisOf(String template) {
    String prefix = template.substring(0, template.indexOf('{'));
    Map<String, Map<String, String>> found = new TreeMap<>();
    redis.forEach(
        (key, hash) -> {
          if (key.startsWith(prefix)) {
            found.put(key, hash);
          }
        });
    return found;
  }

  /** The names of the hot keys, for showing one. */
  List<String> keys() {
    return List.copyOf(redis.keySet());
  }
}
