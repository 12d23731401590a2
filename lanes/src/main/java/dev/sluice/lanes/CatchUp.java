package dev.sluice.lanes;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.gold.GoldReach;
import dev.sluice.gold.GoldStage;
import dev.sluice.silver.SilverHeld;
import dev.sluice.silver.SilverStage;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables of a dataset's lanes up to bronze's end while the lanes do not run: what a
 * driver that died had not done yet. Silver that has to wait stays where it is. Nothing where there
 * is nothing to do. Under the lease.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  private CatchUp() {}

  static void run(DatasetContext context) {
    BatchId end = context.bronze().reached().last();
    LakeTable silver = context.silverTable();
    if (!silver.exists() || end.isAfter(Reached.of(silver).last())) {
      refine(context, end);
    }
    gold(context);
  }

  /** The same of gold alone, up to where silver is. */
  static void gold(DatasetContext context) {
    LakeTable silver = context.silverTable();
    DatasetContext sound = withSoundGold(context);
    if (goldIsBehind(sound, silver.version())) {
      GoldStage gold = sound.openGold();
      long version = silver.version();
      gold.advance(silver, version, Reached.at(silver, version).frontier().slowest());
    }
  }

  /** Up to the end, or to where silver has to wait. */
  private static void refine(DatasetContext context, BatchId end) {
    context.gate().settle();
    if (context.gate().isHeld()) {
      return;
    }
    try (SilverStage stage = context.openSilver(() -> false)) {
      new SilverCatchUp(context, stage).run(end, () -> false);
    } catch (SilverHeld held) {
      context.gate().close(held);
    }
  }

  /** Gold that its lane would not go on with stays where it is. */
  private static DatasetContext withSoundGold(DatasetContext context) {
    Map<String, SluiceException> problems = context.goldProblems();
    problems.values().forEach(problem -> LOG.warn("Gold is left as it is", problem));
    return context.withoutGold(problems.keySet());
  }

  private static boolean goldIsBehind(DatasetContext context, long silverVersion) {
    Optional<Long> consumed =
        context.dataset().aggregates().stream()
            .map(aggregate -> context.goldTable(aggregate.name()))
            .map(gold -> gold.exists() ? GoldReach.consumed(gold, gold.version()) : -1L)
            .min(Long::compare);
    return consumed.isPresent() && consumed.get() < silverVersion;
  }
}
