package dev.sluice.gold;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What became of some keys that other runs left unflushed.
 *
 * @param seen keys there were
 * @param removed keys that this run does not have
 * @param failures what Redis answered with an error
 */
record HotSweep(int seen, int removed, Map<HotFailure, Integer> failures) {
  HotSweep {
    failures = Map.copyOf(failures);
  }

  /** Whether there may be more, and they would not fail too. */
  boolean canGoOn() {
    return seen > 0 && failures.isEmpty();
  }

  /** Reads the replies of hot-leftover.lua; errors are {@link JedisDataException}s among them. */
  static HotSweep of(List<Object> replies) {
    Map<HotFailure, Integer> failures = new EnumMap<>(HotFailure.class);
    int removed = 0;
    for (Object reply : replies) {
      if (reply instanceof JedisDataException error) {
        failures.merge(HotFailure.of(error.getMessage()), 1, Integer::sum);
      } else {
        switch ((String) reply) {
          case "removed" -> removed++;
          case "kept" -> {}
          case "uncovered" -> failures.merge(HotFailure.UNCOVERED, 1, Integer::sum);
          default -> throw new IllegalStateException("Unknown reply of hot-leftover.lua: " + reply);
        }
      }
    }
    return new HotSweep(replies.size(), removed, failures);
  }
}
