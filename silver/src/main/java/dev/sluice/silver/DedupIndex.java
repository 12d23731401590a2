package dev.sluice.silver;

import java.time.Duration;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The keys that silver's good rows have claimed, by the 128-bit fingerprint of the key. A row is a
 * duplicate if a claim of its key arrived within the bound of the row's own arrival, before or
 * after; otherwise the row claims the key. A key may so hold several claims, each further than the
 * bound from the others.
 *
 * <p>Claims lie in buckets of arrival time half a bound wide, so a row is looked up in at most five
 * of them, and a bucket that nothing can match any more is dropped whole. Trimming therefore never
 * changes a verdict, and neither does the order in which the index is rebuilt.
 *
 * <p>Lives on the driver; one thread at a time.
 */
final class DedupIndex {
  /** Keeps a tiny bound from making a bucket of every row. */
  private static final long MIN_WIDTH_MICROS = 1_000_000;

  private static final int BUCKETS_PER_BOUND = 2;

  private final long withinMicros;
  private final long widthMicros;
  private final long reach;
  private final NavigableMap<Long, DedupBucket> buckets = new TreeMap<>();
  private long keys;
  private long bytes;

  /** The bucket of the last row and all within its reach: rows come nearly in order of arrival. */
  private long nearNumber;

  private DedupBucket[] near;

  /**
   * @param within the bound: the greatest difference of arrival of a row and its duplicate
   * @throws IllegalArgumentException if the bound is negative
   */
  DedupIndex(Duration within) {
    if (within.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid dedup bound: " + within + " (must not be negative)");
    }
    withinMicros = micros(within);
    widthMicros =
        Math.min(
            Math.max(ceilingOf(withinMicros, BUCKETS_PER_BOUND), MIN_WIDTH_MICROS),
            DedupBucket.MAX_WIDTH_MICROS);
    reach = ceilingOf(withinMicros, widthMicros);
  }

  /** The verdict on a row. */
  enum Claim {
    /** The row has claimed its key. */
    FIRST,
    /** A claim within the bound has the same payload. */
    DUPLICATE,
    /** The row is a duplicate, but no claim within the bound has its payload. */
    CONFLICT
  }

  /**
   * Judges a row, and lets it claim its key if it is the first.
   *
   * @param high and {@code low}: the fingerprint of the key, evenly distributed
   * @param payloadHash a hash of what the row says beside its key
   */
  Claim claim(long high, long low, long arrivalMicros, int payloadHash) {
    Claim verdict = Claim.FIRST;
    for (DedupBucket bucket : bucketsNear(Math.floorDiv(arrivalMicros, widthMicros))) {
      switch (bucket.find(high, low, arrivalMicros, withinMicros, payloadHash)) {
        case DUPLICATE -> {
          return Claim.DUPLICATE;
        }
        case CONFLICT -> verdict = Claim.CONFLICT;
        case FIRST -> {}
      }
    }
    if (verdict == Claim.FIRST) {
      restore(high, low, arrivalMicros, payloadHash);
    }
    return verdict;
  }

  /** Whether there is a claim of a key within the bound of an arrival. */
  boolean holds(long high, long low, long arrivalMicros) {
    for (DedupBucket bucket : bucketsNear(Math.floorDiv(arrivalMicros, widthMicros))) {
      if (bucket.find(high, low, arrivalMicros, withinMicros, 0) != Claim.FIRST) {
        return true;
      }
    }
    return false;
  }

  /** Adds a claim without judging it: a row of silver, when the index is rebuilt. */
  void restore(long high, long low, long arrivalMicros, int payloadHash) {
    DedupBucket bucket = bucketOf(Math.floorDiv(arrivalMicros, widthMicros));
    long before = bucket.bytes();
    bucket.add(high, low, arrivalMicros, payloadHash);
    bytes += bucket.bytes() - before;
    keys++;
  }

  /**
   * Drops the claims no row arriving at or after the frontier can match, bucket by bucket.
   *
   * @param frontierMicros the arrival that the slowest partition has reached
   */
  void trim(long frontierMicros) {
    long horizon = frontierMicros - withinMicros;
    if (horizon > frontierMicros) {
      return; // below the least arrival there is
    }
    Collection<DedupBucket> passed =
        buckets.headMap(Math.floorDiv(horizon, widthMicros), false).values();
    if (passed.isEmpty()) {
      return;
    }
    for (DedupBucket bucket : passed) {
      keys -= bucket.keys();
      bytes -= bucket.bytes();
    }
    passed.clear();
    near = null;
  }

  /** Claims held, those not yet trimmed included. */
  long keys() {
    return keys;
  }

  /** Memory held, in bytes. */
  long bytes() {
    return bytes;
  }

  private DedupBucket[] bucketsNear(long number) {
    if (near == null || nearNumber != number) {
      near =
          buckets
              .subMap(number - reach, true, number + reach, true)
              .values()
              .toArray(DedupBucket[]::new);
      nearNumber = number;
    }
    return near;
  }

  private DedupBucket bucketOf(long number) {
    for (DedupBucket bucket : bucketsNear(number)) {
      if (bucket.number() == number) {
        return bucket;
      }
    }
    DedupBucket bucket = new DedupBucket(number, widthMicros);
    buckets.put(number, bucket);
    bytes += bucket.bytes();
    near = null;
    return bucket;
  }

  private static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.toSeconds(), 1_000_000L), duration.toNanosPart() / 1_000);
  }

  private static long ceilingOf(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }
}
