package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.gold.GoldStage;
import java.util.HashMap;
import java.util.Map;

/**
 * Silver to gold at gold's own pace, so that a gold commit does not hold up the live lane. Each
 * gold table says which silver version it has consumed. One that cannot be gone on with waits, with
 * a warning, while the others go on; the lane ends, to be started anew, when that has changed.
 */
final class GoldLane implements Lane {
  private final DatasetContext context;
  private final StopSignal stopping = new StopSignal();

  GoldLane(DatasetContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "gold." + context.dataset().name();
  }

  @Override
  public void stop() {
    stopping.raise();
  }

  @Override
  public void run() throws Exception {
    context.useSchedulerPool("gold");
    Map<String, SluiceException> waiting = context.goldProblems();
    context
        .meters()
        .goldWaits(
            waiting.values().stream()
                .map(problem -> problem.code() + " " + problem.getMessage())
                .toList());
    DatasetContext sound = context.withoutGold(waiting.keySet());
    LakeTable silver = context.silverTable();
    GoldStage gold = sound.openGold();
    while (!stopping.isRaised() && stillWaits(waiting)) {
      long begun = System.nanoTime();
      advanceInTurn(sound, silver, gold);
      long spent = System.nanoTime() - begun;
      stopping.await(context.platform().goldInterval().minusNanos(spent));
    }
    advanceInTurn(sound, silver, gold);
  }

  private boolean stillWaits(Map<String, SluiceException> waiting) {
    return waiting.isEmpty() || context.goldProblems().keySet().equals(waiting.keySet());
  }

  private static void advanceInTurn(DatasetContext sound, LakeTable silver, GoldStage gold) {
    sound.goldTurn().lock();
    try {
      advance(sound, silver, gold);
    } finally {
      sound.goldTurn().unlock();
    }
  }

  private static void advance(DatasetContext sound, LakeTable silver, GoldStage gold) {
    LaneMeters meters = sound.meters();
    meters.gold().turned();
    if (!silver.exists()) {
      return;
    }
    long begun = System.nanoTime();
    long version = silver.version();
    if (gold.consumed() < version) {
      Map<String, Long> before = new HashMap<>();
      for (AnalyzedAggregate aggregate : sound.dataset().aggregates()) {
        before.put(aggregate.name(), gold.changedRows(aggregate.name()));
      }
      gold.advance(silver, version, Reached.at(silver, version).frontier().slowest());
      long spent = System.nanoTime() - begun;
      long changed = 0;
      for (Map.Entry<String, Long> aggregate : before.entrySet()) {
        long rows = gold.changedRows(aggregate.getKey()) - aggregate.getValue();
        meters.aggregate(aggregate.getKey()).done(Long.toString(version), rows, spent);
        changed += rows;
      }
      meters.gold().done(Long.toString(version), changed, spent);
    }
  }
}
