package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.QuarantineErrors;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.QuarantineCounts;
import dev.sluice.silver.QuarantineReplay;
import dev.sluice.silver.QuarantineStates;
import dev.sluice.silver.WaitingLane;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges refused rows again, or discards them, in the generation in force and under the lake's
 * lease (decision 0020). For a replay the dataset's lanes flush and pause, and then start anew:
 * they read from the tables what came in. Where no lane of the dataset runs, the definition is the
 * one it last ran with, and gold is brought up to silver here.
 */
public final class QuarantineRequests implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineRequests.class);

  private final SparkSession session;
  private final PlatformDefinition platform;
  private final PausableLanes lanes;
  private final WriteObserver observer;
  private final Lake lake;
  private final Generations generations;
  private final DeployedDefinitions definitions;

  QuarantineRequests(
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
    return new QuarantineRequests(session, platform, PausableLanes.NONE, WriteObserver.NONE);
  }

  @Override
  public JsonNode handle(Request request, Work work) throws Exception {
    if (request instanceof Request.ReplayQuarantine asked) {
      session.sparkContext().setLocalProperty("spark.scheduler.pool", "maintenance");
      return replay(asked, work);
    }
    if (request instanceof Request.DiscardQuarantine asked) {
      session.sparkContext().setLocalProperty("spark.scheduler.pool", "maintenance");
      return discard(asked.dataset(), QuarantineFilter.fromJson(asked.rows()));
    }
    throw new IllegalArgumentException("Not about quarantine: " + request);
  }

  private JsonNode discard(String dataset, QuarantineFilter rows) {
    long discarded = states(dataset, generations.inForce(dataset)).discard(rows);
    observer.written("quarantine");
    LOG.info("Discarded {} rows of quarantine of {}", discarded, dataset);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("dataset", dataset);
    result.put("discarded", discarded);
    return result;
  }

  private JsonNode replay(Request.ReplayQuarantine asked, Work work) throws Exception {
    String dataset = asked.dataset();
    Generation inForce = generations.inForce(dataset);
    QuarantineStates states = states(dataset, inForce);
    // Rows that it has judged already, when a process before this one has died over it.
    long rows = states.judged(asked.id()).rows() + states.count(filter(asked), asked.id());
    if (rows == 0) {
      return result(dataset, QuarantineCounts.NONE, 0);
    }
    work.progress()
        .accept("%,d rows of %s wait; its lanes flush and pause".formatted(rows, dataset));
    long begun = System.nanoTime();
    Optional<AnalyzedDataset> ran = lanes.pause(dataset);
    try {
      AnalyzedDataset definition =
          ran.or(() -> definitions.read(dataset, inForce.number()))
              .orElseThrow(
                  () -> ReplayErrors.noDeployedDefinition(dataset, inForce.number(), lake.root()));
      QuarantineCounts counts = replay(definition, states, asked, rows, work);
      if (ran.isEmpty()) {
        CatchUp.gold(DatasetContext.of(session, definition, platform, inForce, observer));
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      LOG.info("Replayed quarantine of {} in {} ms: {}", dataset, millis, counts);
      return result(dataset, counts, ran.isPresent() ? millis : 0);
    } finally {
      ran.ifPresent(lanes::resume);
    }
  }

  private static QuarantineFilter filter(Request.ReplayQuarantine asked) {
    return QuarantineFilter.fromJson(asked.rows());
  }

  private QuarantineCounts replay(
      AnalyzedDataset definition,
      QuarantineStates states,
      Request.ReplayQuarantine asked,
      long rows,
      Work work) {
    try (QuarantineReplay replay =
        new QuarantineReplay(
            session, definition, states, platform.registry(), refusing(definition.name()))) {
      return replay.run(
          asked.id(),
          filter(asked),
          observer,
          counts -> {
            work.progress().accept("%,d of %,d rows judged".formatted(counts.rows(), rows));
            work.check();
          });
    }
  }

  private QuarantineStates states(String dataset, Generation generation) {
    return new QuarantineStates(session, lake, dataset, generation.number());
  }

  /** Lanes pause meanwhile: there is no waiting for a registry. */
  static WaitingLane refusing(String dataset) {
    return refusing(why -> QuarantineErrors.quarantineNeedsRegistry(dataset, why));
  }

  /**
   * The same for other work.
   *
   * @param refusal what the work ends with, by what is wrong with the registry
   */
  static WaitingLane refusing(Function<String, SluiceException> refusal) {
    return new WaitingLane() {
      @Override
      public boolean isStopping() {
        return false;
      }

      @Override
      public void registryDown(Optional<String> why) {
        why.ifPresent(
            reason -> {
              throw refusal.apply(reason);
            });
      }
    };
  }

  private static ObjectNode result(String dataset, QuarantineCounts counts, long pausedMillis) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("dataset", dataset);
    result.put("rows", counts.rows());
    result.put("good", counts.good());
    result.put("duplicate", counts.duplicate());
    result.put("filtered", counts.filtered());
    result.put("still_failing", counts.refused());
    result.put("not_in_bronze", counts.notInBronze());
    result.put("paused_ms", pausedMillis);
    return result;
  }
}
