package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.QuarantineStates;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another generation of a dataset in force (design 4.2): it catches up with bronze while the
 * lanes run; these flush and pause; it finishes through that flush; the pointer moves; the lanes
 * start a new epoch on it. Whatever dies in between, all of it can be done again: before the
 * pointer has moved nothing has changed for readers, afterwards everything has.
 */
public final class Swap implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  /** Written when the pointer has moved, for tests to die around. */
  static final String POINTER = "pointer";

  private final SparkSession session;
  private final PlatformDefinition platform;
  private final PausableLanes lanes;
  private final WriteObserver observer;
  private final Lake lake;
  private final Generations generations;
  private final DeployedDefinitions definitions;
  private final Leases leases;

  Swap(
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
    this.leases = Leases.of(lake, hadoop);
  }

  /** For a process without lanes, that holds the lease itself. */
  public static RequestHandler withoutLanes(SparkSession session, PlatformDefinition platform) {
    return new Swap(session, platform, PausableLanes.NONE, WriteObserver.NONE);
  }

  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    if (request instanceof Request.Swap swap) {
      return swap(swap.dataset(), swap.generation(), work);
    }
    throw new IllegalArgumentException("Not a swap: " + request);
  }

  private JsonNode swap(String dataset, int number, Work work) throws Exception {
    Generation before = generations.inForce(dataset);
    if (before.number() == number) {
      return result(before, 0);
    }
    if (generations.removed(dataset).contains(number)) {
      throw LakeErrors.generationRemoved(dataset, number);
    }
    AnalyzedDataset next =
        definitions
            .read(dataset, number)
            .orElseThrow(() -> ReplayErrors.noDeployedDefinition(dataset, number, lake.root()));
    try (Lease lease = leases.replay(dataset);
        Replay replay =
            Replay.open(context(next, number), ReplaySettings.DEFAULT, Replay.Listener.NONE)) {
      work.progress().accept("generation " + number + " catches up");
      replay.advanceTo(context(next, number).bronze().reached(), work);
      states(dataset, number).discardThoseOf(states(dataset, before.number()));
      return swapPaused(next, before, number, replay, work);
    }
  }

  private JsonNode swapPaused(
      AnalyzedDataset next, Generation before, int number, Replay replay, Work work)
      throws Exception {
    work.progress().accept("the lanes flush and pause");
    long begun = System.nanoTime();
    Optional<AnalyzedDataset> ran = lanes.pause(next.name());
    Optional<AnalyzedDataset> goesOn = ran;
    try {
      Optional<AnalyzedDataset> old =
          ran.isPresent() ? ran : definitions.read(next.name(), before.number());
      if (old.isPresent()) {
        CatchUp.run(context(old.get(), before.number()));
      }
      DatasetContext target = context(next, number);
      replay.advanceTo(target.bronze().reached(), work);
      Generation moved =
          generations.move(
              next.name(),
              number,
              next.definition().version(),
              old.map(DefinitionKeeper::names).orElse(before.aggregates()),
              DefinitionKeeper.names(next));
      goesOn = ran.map(any -> next);
      observer.written(POINTER);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      LOG.info("{} is in generation {} now, after {} ms of pause", next.name(), number, millis);
      return result(moved, millis);
    } finally {
      goesOn.ifPresent(lanes::resume);
    }
  }

  private QuarantineStates states(String dataset, int generation) {
    return new QuarantineStates(session, lake, dataset, generation);
  }

  private DatasetContext context(AnalyzedDataset dataset, int number) {
    return DatasetContext.of(session, dataset, platform, Generation.beside(number), observer);
  }

  private static ObjectNode result(Generation inForce, long pausedMillis) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("generation", inForce.number());
    result.put("turn", inForce.turn());
    result.put("paused_ms", pausedMillis);
    return result;
  }
}
