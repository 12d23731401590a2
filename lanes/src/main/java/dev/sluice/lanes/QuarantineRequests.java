package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.QuarantineErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.silver.QuarantineCounts;
import dev.sluice.silver.QuarantineReplay;
import dev.sluice.silver.QuarantineStates;
import dev.sluice.silver.WaitingLane;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges refused rows again, or discards them, in the generation in force and under the lake's
 * lease (decision 0020). For a replay the dataset's lanes flush and pause, and then start anew:
 * they read from the tables what came in. Where no lane of the dataset runs, the definition is the
 * one it last ran with, and gold is brought up to silver here.
 */
public final class QuarantineRequests implements RequestHandler<Request.OfQuarantine> {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineRequests.class);

  private final RequestContext context;

  public QuarantineRequests(RequestContext context) {
    this.context = context;
  }

  @Override
  public JsonNode handle(Request.OfQuarantine asked, Work work) throws Exception {
    context.giveWayToLanes();
    Generation inForce = context.generations().inForce(asked.dataset());
    QuarantineStates states = context.quarantine(asked.dataset(), inForce.number());
    return asked instanceof Request.ReplayQuarantine replay
        ? replay(replay, inForce, states, work)
        : discard(asked.dataset(), states, filter(asked));
  }

  private JsonNode discard(String dataset, QuarantineStates states, QuarantineFilter rows) {
    long discarded = states.discard(rows);
    context.observer().written("quarantine");
    LOG.info("Discarded {} rows of quarantine of {}", discarded, dataset);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("dataset", dataset);
    result.put("discarded", discarded);
    return result;
  }

  private JsonNode replay(
      Request.ReplayQuarantine asked, Generation inForce, QuarantineStates states, Work work)
      throws Exception {
    String dataset = asked.dataset();
    // With those that it has judged already, when a process before this one has died over it.
    long rows = states.judged(asked.id()).rows() + states.count(filter(asked), asked.id());
    if (rows == 0) {
      return result(dataset, QuarantineCounts.NONE, 0);
    }
    work.progress()
        .accept("%,d rows of %s wait; its lanes flush and pause".formatted(rows, dataset));
    try (PausedLanes paused = context.pause(dataset)) {
      AnalyzedDataset definition =
          paused.ran().orElseGet(() -> context.definitions().require(dataset, inForce.number()));
      QuarantineCounts counts = replay(definition, states, asked, rows, work);
      if (paused.ran().isEmpty()) {
        CatchUp.gold(context.dataset(definition, inForce));
      }
      LOG.info("Replayed quarantine of {}: {}", dataset, counts);
      return result(dataset, counts, paused.millis());
    }
  }

  private static QuarantineFilter filter(Request.OfQuarantine asked) {
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
            context.session(),
            definition,
            states,
            context.platform().registry(),
            refusing(definition.name()))) {
      return replay.run(
          asked.id(),
          filter(asked),
          context.observer(),
          counts -> {
            work.progress().accept("%,d of %,d rows judged".formatted(counts.rows(), rows));
            work.check();
          });
    }
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
