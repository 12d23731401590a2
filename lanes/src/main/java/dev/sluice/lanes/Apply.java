package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AdditiveChange;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.ApplyErrors;
import dev.sluice.common.table.Generation;
import dev.sluice.silver.SilverShape;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a dataset go on with a definition that only adds to the one in force (decision 0023): its
 * lanes flush and pause, silver gains the columns it lacks, the lake keeps the definition, and the
 * lanes start anew with it, as they would in another driver. Everything is looked at before they
 * pause. Whatever dies in between: silver with more columns goes on with either definition.
 */
public final class Apply implements RequestHandler<Request.Apply> {
  private static final Logger LOG = LoggerFactory.getLogger(Apply.class);

  /** Written when silver has its columns, for tests to die around. */
  static final String COLUMNS = "columns";

  /** Written when the lake keeps the definition. */
  static final String DEFINITION = "definition";

  private final RequestContext context;

  public Apply(RequestContext context) {
    this.context = context;
  }

  @Override
  public JsonNode handle(Request.Apply asked, Work work) throws Exception {
    String dataset = asked.dataset();
    AnalyzedDataset next = asked.definition().require(context.platform());
    if (!next.name().equals(dataset)) {
      throw new IllegalArgumentException("Not a definition of " + dataset + ": " + next.name());
    }
    Generation inForce = context.generations().inForce(dataset);
    AnalyzedDataset before =
        context
            .lanes()
            .definition(dataset)
            .or(() -> context.definitions().read(dataset, inForce.number()))
            .orElseThrow(() -> ApplyErrors.nothingToApplyTo(dataset, context.lake().root()));
    if (before.definition().version().equals(next.definition().version())) {
      return result(next, false, List.of(), 0);
    }
    DatasetContext wider = context.dataset(next, inForce);
    requireAdditive(before, wider);
    work.progress().accept("the lanes of " + dataset + " flush and pause");
    try (PausedLanes paused = context.pause(dataset)) {
      List<String> columns = wider.widenSilver();
      context.observer().written(COLUMNS);
      context.definitions().write(next, asked.definition(), inForce.number());
      paused.goOnWith(next);
      context.observer().written(DEFINITION);
      LOG.info(
          "{} goes on with definition {}; {} is added to silver",
          dataset,
          next.definition().version(),
          columns);
      return result(next, true, columns, paused.millis());
    }
  }

  /** The table may have columns of its own, from a definition before the one in force. */
  private static void requireAdditive(AnalyzedDataset before, DatasetContext next) {
    List<String> refusals = AdditiveChange.refusals(before, next.dataset());
    if (!refusals.isEmpty()) {
      throw ApplyErrors.notAdditive(next.dataset().name(), refusals);
    }
    SilverShape.require(next.silverTable(), next.dataset());
  }

  private static ObjectNode result(
      AnalyzedDataset applied, boolean changed, List<String> columns, long pausedMillis) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("dataset", applied.name());
    result.put("definition_version", applied.definition().version());
    result.put("changed", changed);
    columns.forEach(result.putArray("columns_added")::add);
    result.put("paused_ms", pausedMillis);
    return result;
  }
}
