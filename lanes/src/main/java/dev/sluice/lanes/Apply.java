package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AdditiveChange;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ApplyErrors;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.SilverShape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a dataset go on with a definition that only adds to the one in force (decision 0023): its
 * lanes flush and pause, silver gains the columns it lacks, the lake keeps the definition, and the
 * lanes start anew with it, as they would in another driver. Everything is looked at before they
 * pause. Whatever dies in between: silver with more columns goes on with either definition.
 */
public final class Apply implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Apply.class);

  /** Written when silver has its columns, for tests to die around. */
  static final String COLUMNS = "columns";

  /** Written when the lake keeps the definition. */
  static final String DEFINITION = "definition";

  private final SparkSession session;
  private final PlatformDefinition platform;
  private final PausableLanes lanes;
  private final WriteObserver observer;
  private final Lake lake;
  private final Generations generations;
  private final DeployedDefinitions definitions;

  Apply(
      SparkSession session,
      PlatformDefinition platform,
      PausableLanes lanes,
      WriteObserver observer) {
    this.session = session;
    this.platform = platform;
    this.lanes = lanes;
    this.observer = observer;
    this.lake = new Lake(platform.lake());
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    this.generations = new Generations(lake, hadoop);
    this.definitions = new DeployedDefinitions(platform, hadoop);
  }

  /** For a process without lanes, that holds the lease itself. */
  public static RequestHandler withoutLanes(SparkSession session, PlatformDefinition platform) {
    return new Apply(session, platform, PausableLanes.NONE, WriteObserver.NONE);
  }

  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    if (request instanceof Request.Apply asked) {
      return apply(asked.dataset(), asked.definition(), work);
    }
    throw new IllegalArgumentException("Not a definition to apply: " + request);
  }

  private JsonNode apply(String dataset, DefinitionFiles files, Work work) throws Exception {
    AnalyzedDataset next = files.require(platform);
    if (!next.name().equals(dataset)) {
      throw new IllegalArgumentException("Not a definition of " + dataset + ": " + next.name());
    }
    Generation inForce = generations.inForce(dataset);
    AnalyzedDataset before =
        lanes
            .definition(dataset)
            .or(() -> definitions.read(dataset, inForce.number()))
            .orElseThrow(() -> ApplyErrors.nothingToApplyTo(dataset, lake.root()));
    if (before.definition().version().equals(next.definition().version())) {
      return result(next, false, List.of(), 0);
    }
    DatasetContext context = DatasetContext.of(session, next, platform, inForce, observer);
    requireAdditive(before, context);
    work.progress().accept("the lanes of " + dataset + " flush and pause");
    long begun = System.nanoTime();
    Optional<AnalyzedDataset> ran = lanes.pause(dataset);
    Optional<AnalyzedDataset> goesOn = ran;
    try {
      List<String> columns = context.widenSilver();
      observer.written(COLUMNS);
      definitions.write(next, files, inForce.number());
      goesOn = ran.map(any -> next);
      observer.written(DEFINITION);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      LOG.info(
          "{} goes on with definition {}; {} is added to silver",
          dataset,
          next.definition().version(),
          columns);
      return result(next, true, columns, ran.isPresent() ? millis : 0);
    } finally {
      goesOn.ifPresent(lanes::resume);
    }
  }

  /** The table may have columns of its own, from a definition before the one in force. */
  private static void requireAdditive(AnalyzedDataset before, DatasetContext context) {
    List<String> refusals = AdditiveChange.refusals(before, context.dataset());
    if (!refusals.isEmpty()) {
      throw ApplyErrors.notAdditive(context.dataset().name(), refusals);
    }
    SilverShape.require(context.silverTable(), context.dataset());
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
