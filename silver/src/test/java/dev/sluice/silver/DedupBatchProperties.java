package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.silver.DedupRows.Offered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DedupBatchProperties {
  private static final Comparator<Placed> BRONZE_ORDER =
      Comparator.comparingLong(Placed::epoch)
          .thenComparingLong(Placed::batch)
          .thenComparingLong(row -> row.row().arrival())
          .thenComparingInt(Placed::topic)
          .thenComparingInt(Placed::partition)
          .thenComparingLong(Placed::offset);

  @Property
  void anySplitIntoPartitionsIsJudgedInBronzeOrder(
      @ForAll("bounds") Duration within,
      @ForAll("rows") List<Offered> rows,
      @ForAll @IntRange(min = 1, max = 6) int partitions,
      @ForAll boolean sorted,
      @ForAll long seed) {
    List<List<Placed>> split = split(place(rows, new Random(seed)), partitions, new Random(seed));
    if (sorted) {
      split.forEach(partition -> partition.sort(BRONZE_ORDER));
    }

    DedupBatch.Verdicts verdicts =
        DedupBatch.judge(pack(split).stream().map(Claims::of).toList(), new DedupIndex(within));

    NaiveDedup model = new NaiveDedup(within.toNanos() / 1_000);
    Set<Placed> duplicates = new HashSet<>();
    int conflicts = 0;
    for (Placed row : split.stream().flatMap(List::stream).sorted(BRONZE_ORDER).toList()) {
      DedupIndex.Claim claim = row.row().claimIn(model);
      if (claim != DedupIndex.Claim.FIRST) {
        duplicates.add(row);
      }
      if (claim == DedupIndex.Claim.CONFLICT) {
        conflicts++;
      }
    }
    assertThat(duplicatesOf(split, verdicts)).isEqualTo(duplicates);
    assertThat(verdicts.duplicateRows()).isEqualTo(duplicates.size());
    assertThat(verdicts.conflictRows()).isEqualTo(conflicts);
  }

  private static Set<Placed> duplicatesOf(List<List<Placed>> split, DedupBatch.Verdicts verdicts) {
    Set<Placed> found = new HashSet<>();
    for (int i = 0; i < split.size(); i++) {
      verdicts.duplicates().get(i).stream().mapToObj(split.get(i)::get).forEach(found::add);
    }
    return found;
  }

  /** Offsets are unique; everything else repeats, so that each part of the order decides. */
  private static List<Placed> place(List<Offered> rows, Random random) {
    List<Placed> placed = new ArrayList<>();
    for (Offered row : rows) {
      placed.add(
          new Placed(
              row,
              random.nextInt(2),
              random.nextInt(2) - 1,
              random.nextInt(2),
              random.nextInt(2),
              placed.size()));
    }
    return placed;
  }

  private static List<List<Placed>> split(List<Placed> rows, int partitions, Random random) {
    List<List<Placed>> split = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      split.add(new ArrayList<>());
    }
    rows.forEach(row -> split.get(random.nextInt(partitions)).add(row));
    return split;
  }

  private static List<byte[]> pack(List<List<Placed>> split) {
    List<byte[]> packed = new ArrayList<>();
    for (List<Placed> partition : split) {
      ClaimPacker packer = new ClaimPacker();
      partition.forEach(row -> row.packInto(packer));
      packed.add(packer.toBytes());
    }
    return packed;
  }

  @Provide
  Arbitrary<Duration> bounds() {
    return DedupRows.bounds();
  }

  @Provide
  Arbitrary<List<Offered>> rows() {
    return DedupRows.coarseRows();
  }

  private record Placed(
      Offered row, long epoch, long batch, int topic, int partition, long offset) {
    void packInto(ClaimPacker packer) {
      packer.add(
          row.high(),
          row.low(),
          row.arrival(),
          row.payloadHash(),
          epoch,
          batch,
          topic,
          partition,
          offset);
    }
  }
}
