package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.LakeTable;
import dev.sluice.gold.HotValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What Redis may still show of a generation that is no longer in force: the values of its gold
 * tables whose windows have not expired. A swap has brought them up to all that hot had shown.
 */
final class HotOfBefore {
  private HotOfBefore() {}

  /** The values that a turn of the pointer had. */
  static List<HotValue> of(DatasetContext context, int turn) {
    List<Generation> history =
        new Generations(context.lake(), context.hadoop()).history(context.dataset().name());
    int number = history.get(turn - 1).number();
    if (number == context.generation().number()) {
      return List.of();
    }
    AnalyzedDataset dataset =
        new DeployedDefinitions(context.platform(), context.hadoop())
            .read(context.dataset().name(), number)
            .orElse(context.dataset());
    List<HotValue> values = new ArrayList<>();
    for (AnalyzedAggregate aggregate : dataset.aggregates()) {
      LakeTable gold =
          new LakeTable(context.session(), context.lake().gold(aggregate.name(), number));
      if (aggregate.definition().hot().isPresent() && gold.exists()) {
        HotAggregate hot = new HotAggregate(dataset, aggregate);
        hot.load(gold.read(), Instant.now());
        values.addAll(hot.everything());
      }
    }
    return values;
  }
}
