package dev.sluice.lanes;

import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.gold.GoldStage;
import dev.sluice.silver.SilverStage;
import java.util.Optional;

/**
 * Brings the tables of a dataset's lanes up to bronze's end while the lanes do not run: what a
 * driver that died had not done yet. Nothing where there is nothing to do. Under the lease.
 */
final class CatchUp {
  private CatchUp() {}

  static void run(DatasetContext context) {
    BatchId end = context.bronze().reached().last();
    LakeTable silver = context.silverTable();
    if (!silver.exists() || end.isAfter(Reached.of(silver).last())) {
      try (SilverStage stage = context.openSilver(() -> false)) {
        new SilverCatchUp(context, stage).run(end, () -> false);
      }
    }
    if (goldIsBehind(context, silver.version())) {
      GoldStage gold = context.openGold();
      long version = silver.version();
      gold.advance(silver, version, Reached.at(silver, version).frontier().slowest());
    }
  }

  private static boolean goldIsBehind(DatasetContext context, long silverVersion) {
    Optional<Long> consumed =
        context.dataset().aggregates().stream()
            .map(aggregate -> context.goldTable(aggregate.name()))
            .map(gold -> gold.exists() ? GoldStage.consumed(gold, gold.version()) : -1L)
            .min(Long::compare);
    return consumed.isPresent() && consumed.get() < silverVersion;
  }
}
