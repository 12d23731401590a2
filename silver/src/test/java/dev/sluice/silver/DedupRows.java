package dev.sluice.silver;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rows with few keys, so that many repeat, and arrivals out of order. */
final class DedupRows {
  private DedupRows() {}

  /** What one row brings to the index. */
  record Offered(long high, long low, long arrival, int payloadHash) {
    DedupIndex.Claim claimIn(DedupIndex index) {
      return index.claim(high, low, arrival, payloadHash);
    }

    DedupIndex.Claim claimIn(NaiveDedup model) {
      return model.claim(high, low, arrival, payloadHash);
    }

    void restoreIn(DedupIndex index) {
      index.restore(high, low, arrival, payloadHash);
    }
  }

  static Arbitrary<Duration> bounds() {
    return Arbitraries.longs()
        .between(0, 20_000_000)
        .map(micros -> Duration.ofNanos(micros * 1_000));
  }

  /** Up to 400 rows that arrive within a minute. */
  static Arbitrary<List<Offered>> rows() {
    return rowsArriving(Arbitraries.longs().between(-10_000_000, 50_000_000));
  }

  /** The same at a few instants, so that other columns settle the order. */
  static Arbitrary<List<Offered>> coarseRows() {
    return rowsArriving(Arbitraries.longs().between(-1, 4).map(n -> n * 10_000_000));
  }

  /** Claims of other keys in the same minute, so many that the buckets are hash tables. */
  static void crowd(DedupIndex index, Random random) {
    for (int i = 0; i < 3_000; i++) {
      index.restore(
          random.nextLong(), random.nextLong(), random.nextInt(60_000_000) - 10_000_000, i);
    }
  }

  private static Arbitrary<List<Offered>> rowsArriving(Arbitrary<Long> arrivals) {
    return Combinators.combine(highs(), lows(), arrivals, Arbitraries.integers().between(0, 2))
        .as(Offered::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(400);
  }

  /** Fingerprints that differ in a single bit of one half, too. */
  private static Arbitrary<Long> highs() {
    return Arbitraries.of(0L, 1L, 1L << 53, 1L << 54, 1L << 63, -1L);
  }

  private static Arbitrary<Long> lows() {
    return Arbitraries.of(0L, 1L, 1L << 6, 1L << 7, 1L << 63, -1L);
  }
}
