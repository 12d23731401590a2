package dev.sluice.lanes;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When datasets are looked at again: 30 seconds after a start and after a look that was worth it,
 * otherwise after pauses that double, up to five minutes. For one thread.
 */
final class RedriveTimes {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final LongSupplier nanoClock;
  private final Map<String, Look> next = new HashMap<>();

  /** The next look at a dataset, and the pause before it. */
  private record Look(long atNanos, Duration pause) {}

  /**
   * @param nanoClock such as {@link System#nanoTime}
   */
  RedriveTimes(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Whether the time of a dataset has come; it begins with the first question. */
  boolean isDue(String dataset) {
    Look look = next.computeIfAbsent(dataset, unseen -> after(FIRST_PAUSE));
    return nanoClock.getAsLong() - look.atNanos() >= 0;
  }

  /** Takes note of a look at a dataset that was due. */
  void looked(String dataset, boolean wasWorthIt) {
    Duration twice = next.get(dataset).pause().multipliedBy(2);
    Duration longer = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    next.put(dataset, after(wasWorthIt ? FIRST_PAUSE : longer));
  }

  private Look after(Duration pause) {
    return new Look(nanoClock.getAsLong() + pause.toNanos(), pause);
  }
}
