package dev.sluice.lanes;

import static org.apache.spark.sql.functions.broadcast;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.gold.GoldCorrection;
import dev.sluice.gold.GoldStage;
import dev.sluice.gold.HotOptions;
import dev.sluice.gold.HotStore;
import dev.sluice.gold.HotUnavailable;
import dev.sluice.gold.HotValue;
import dev.sluice.gold.Partial;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Removes records from one generation of a dataset: from hot, from gold, from silver and from
 * quarantine, in this order. What gold's cells and hot's keys are is told by rows of silver, so
 * these go last; whoever dies before begins again, and finds them. No lane of the dataset runs.
 */
record GenerationErasure(DatasetContext context, Collection<RecordIdentity> records) {
  /** Key of a commit's metadata: how many rows it removed. */
  static final String ERASED = "erased";

  /**
   * Which hot keys go.
   *
   * <p>Lanes that start again write every value anew, so that only keys without any row left have
   * to go.
   */
  enum Hot {
    NONE,
    EMPTIED,
    ALL
  }

  /**
   * Does it.
   *
   * @return cells of gold that were counted anew
   */
  long run(Hot hot) {
    // Settles how far the tables reach, and removes a flush that nobody closed.
    context.openSilver(() -> false).close();
    LakeTable silver = context.silverTable();
    GoldStage gold = context.openGold();
    long cells = correctGold(gold, silver, hot);
    remove(silver, RecordIdentity.SILVER_COLUMNS, records);
    context.observer().written("silver");
    // Nobody who follows gold's word reads silver as it was before.
    gold.settle(silver, silver.version(), frontier(silver));
    LakeTable quarantine = context.tables().get("quarantine." + context.dataset().name());
    remove(quarantine, RecordIdentity.COLUMNS, records);
    context.observer().written("quarantine");
    return cells;
  }

  private static long frontier(LakeTable silver) {
    return Reached.of(silver).frontier().slowest();
  }

  private long correctGold(GoldStage gold, LakeTable silver, Hot hot) {
    long version = silver.version();
    gold.advance(silver, version, frontier(silver));
    GoldCorrection correction =
        GoldCorrection.of(
            context.dataset(), joined(silver, "left_semi"), joined(silver, "left_anti"));
    if (hot != Hot.NONE && context.showsHot()) {
      removeHot(correction, hot);
      context.observer().written("hot");
    }
    gold.correct(correction, version);
    return correction.cells();
  }

  private Dataset<Row> joined(LakeTable silver, String how) {
    Dataset<Row> rows = silver.read();
    Column[] inOrder = Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new);
    List<String> identity = RecordIdentity.SILVER_COLUMNS;
    return rows.join(
            broadcast(RecordIdentity.rows(context.session(), records, identity)),
            identity.toArray(String[]::new),
            how)
        .select(inOrder);
  }

  private void removeHot(GoldCorrection correction, Hot hot) {
    Set<String> keys = new HashSet<>();
    for (AnalyzedAggregate aggregate : context.dataset().aggregates()) {
      if (aggregate.definition().hot().isPresent()) {
        keys.addAll(keys(aggregate, correction.touched().get(aggregate.name())));
        if (hot == Hot.EMPTIED) {
          keys.removeAll(keys(aggregate, correction.anew().get(aggregate.name())));
        }
      }
    }
    try (HotStore store =
        HotStore.open(
            context.platform().redis().orElseThrow(),
            context.dataset().name(),
            context.bronze().table().id(),
            HotOptions.defaults())) {
      store.remove(keys);
    } catch (HotUnavailable away) {
      throw ErasureErrors.erasureNeedsRedis(context.dataset().name(), away);
    }
  }

  private List<String> keys(AnalyzedAggregate aggregate, Partial cells) {
    HotAggregate values = new HotAggregate(context.dataset(), aggregate);
    values.load(cells);
    return values.everything().stream().map(HotValue::key).toList();
  }

  /** The table reaches as far as before, and says so. */
  static long remove(LakeTable table, List<String> identity, Collection<RecordIdentity> records) {
    Reached end = Reached.of(table);
    Reached none = new Reached(end.last(), end.last(), end.offsets(), end.frontier());
    return table.remove(
        RecordIdentity.rows(table.read().sparkSession(), records, identity),
        identity,
        rows -> {
          ObjectNode metadata = none.toJson();
          metadata.put(ERASED, rows);
          return metadata;
        });
  }
}
