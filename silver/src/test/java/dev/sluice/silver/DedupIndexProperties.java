package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.silver.DedupRows.Offered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DedupIndexProperties {
  @Property
  void judgesLikeTheModelWheneverItIsTrimmed(
      @ForAll("bounds") Duration within,
      @ForAll("rows") List<Offered> rows,
      @ForAll boolean crowded,
      @ForAll long seed) {
    DedupIndex index = new DedupIndex(within);
    NaiveDedup model = new NaiveDedup(within.toNanos() / 1_000);
    Random random = new Random(seed);
    if (crowded) {
      DedupRows.crowd(index, random);
    }
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).claimIn(index)).isEqualTo(rows.get(i).claimIn(model));
      if (random.nextInt(3) == 0) {
        index.trim(leastArrival(rows.subList(i + 1, rows.size())));
      }
    }
  }

  @Property
  void judgesLikeTheModelWhenArrivalsAdvanceAndTheIndexIsTrimmed(
      @ForAll("bounds") Duration within, @ForAll("rows") List<Offered> rows, @ForAll long seed) {
    DedupIndex index = new DedupIndex(within);
    NaiveDedup model = new NaiveDedup(within.toNanos() / 1_000);
    Random random = new Random(seed);
    for (int i = 0; i < rows.size(); i++) {
      long frontier = i * 500_000L;
      Offered row = rows.get(i);
      Offered later =
          new Offered(
              row.high(), row.low(), frontier + Math.abs(row.arrival()) / 10, row.payloadHash());
      assertThat(later.claimIn(index)).isEqualTo(later.claimIn(model));
      if (random.nextInt(3) == 0) {
        index.trim(frontier);
      }
    }
  }

  @Property
  void anIndexRestoredInAnyOrderJudgesLikeTheLiveOne(
      @ForAll("bounds") Duration within,
      @ForAll("rows") List<Offered> before,
      @ForAll("rows") List<Offered> after,
      @ForAll long seed) {
    DedupIndex live = new DedupIndex(within);
    List<Offered> silver = new ArrayList<>();
    for (Offered row : before) {
      if (row.claimIn(live) == DedupIndex.Claim.FIRST) {
        silver.add(row);
      }
    }
    Collections.shuffle(silver, new Random(seed));
    DedupIndex restored = new DedupIndex(within);
    silver.forEach(row -> row.restoreIn(restored));
    assertThat(restored.keys()).isEqualTo(live.keys());

    DedupRows.crowd(restored, new Random(seed));
    for (Offered row : after) {
      assertThat(row.claimIn(restored)).isEqualTo(row.claimIn(live));
    }
  }

  private static long leastArrival(List<Offered> rows) {
    return rows.stream().mapToLong(Offered::arrival).min().orElse(Long.MAX_VALUE);
  }

  @Provide
  Arbitrary<Duration> bounds() {
    return DedupRows.bounds();
  }

  @Provide
  Arbitrary<List<Offered>> rows() {
    return DedupRows.rows();
  }
}
