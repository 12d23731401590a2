package dev.sluice.gold;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * When windows become final: once what arrives from now on can only be late for them. Knows for
 * each partition of gold that has a row not yet final the first end of such a window.
 *
 * <p>Times are micros since 1970.
 */
final class Finality {
  private final long allowedLateness;
  private final Map<String, Long> openBuckets = new HashMap<>();
  private long frontier = Long.MIN_VALUE;

  Finality(Duration allowedLateness) {
    this.allowedLateness = allowedLateness.toNanos() / 1_000;
  }

  long frontier() {
    return frontier;
  }

  /** The arrival frontier has come so far; it never goes back. */
  void advance(long arrivalFrontier) {
    frontier = Math.max(frontier, arrivalFrontier);
  }

  /** The end of the last window that is final; {@code Long.MIN_VALUE} while none is. */
  long finalUntil() {
    return frontier == Long.MIN_VALUE ? Long.MIN_VALUE : frontier - allowedLateness;
  }

  boolean isFinal(long windowEnd) {
    return windowEnd <= finalUntil();
  }

  /** The partitions with a row to be made final. */
  Set<String> due() {
    Set<String> due = new HashSet<>();
    openBuckets.forEach(
        (bucket, firstEnd) -> {
          if (isFinal(firstEnd)) {
            due.add(bucket);
          }
        });
    return due;
  }

  /** The partition has been written; what is open in it follows by {@link #open}. */
  void written(String bucket) {
    openBuckets.remove(bucket);
  }

  /** The partition has a row of this window that is not final. */
  void open(String bucket, long windowEnd) {
    openBuckets.merge(bucket, windowEnd, Math::min);
  }
}
