package dev.sluice.gold;

import java.util.Objects;

/**
 * The key of a dataset ({@code sluice:hot:<dataset>}, a hash) that is written before the values it
 * covers. It tells the next start how far hot may have shown, and this run whether Redis still has
 * what it was given. It never expires, so that its absence means one thing: Redis lost it.
 *
 * @param version no value of the dataset has a newer one
 * @param run random per process start
 * @param shown how far hot may show: the lane's own text, source offsets as JSON
 */
public record HotSentinel(HotVersion version, String run, String shown) {
  public HotSentinel {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(shown, "shown");
  }

  /** The key of a dataset's sentinel. */
  public static String key(String dataset) {
    return "sluice:hot:" + dataset;
  }

  /**
   * The key of what no table has yet: a sorted set of the keys that unflushed batches created. It
   * expires with the last of them.
   */
  static String unflushedKey(String dataset) {
    return key(dataset) + ":unflushed";
  }
}
