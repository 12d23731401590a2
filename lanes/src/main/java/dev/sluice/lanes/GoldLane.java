package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.gold.GoldStage;
import java.util.HashMap;
import java.util.Map;

/**
 * Silver to gold at gold's own pace, so that a gold commit does not hold up the live lane. Each
 * gold table says which silver version it has consumed.
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
    LakeTable silver = context.silverTable();
    GoldStage gold = context.openGold();
    while (!stopping.isRaised()) {
      long begun = System.nanoTime();
      advanceInTurn(silver, gold);
      long spent = System.nanoTime() - begun;
      stopping.await(context.platform().goldInterval().minusNanos(spent));
    }
    advanceInTurn(silver, gold);
  }

  private void advanceInTurn(LakeTable silver, GoldStage gold) {
    context.goldTurn().lock();
    try {
      advance(silver, gold);
    } finally {
      context.goldTurn().unlock();
    }
  }

  private void advance(LakeTable silver, GoldStage gold) {
    context.meters().gold().turned();
    if (!silver.exists()) {
      return;
    }
    long begun = System.nanoTime();
    long version = silver.version();
    if (gold.consumed() < version) {
      Map<String, Long> before = new HashMap<>();
      for (AnalyzedAggregate aggregate : context.dataset().aggregates()) {
        before.put(aggregate.name(), gold.changedRows(aggregate.name()));
      }
      gold.advance(silver, version, Reached.at(silver, version).frontier().slowest());
      long spent = System.nanoTime() - begun;
      long changed = 0;
      for (Map.Entry<String, Long> aggregate : before.entrySet()) {
        long rows = gold.changedRows(aggregate.getKey()) - aggregate.getValue();
        context.meters().aggregate(aggregate.getKey()).done(Long.toString(version), rows, spent);
        changed += rows;
      }
      context.meters().gold().done(Long.toString(version), changed, spent);
    }
  }
}
