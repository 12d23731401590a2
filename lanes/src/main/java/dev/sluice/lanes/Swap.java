package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.table.Generation;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another generation of a dataset in force (design 4.2): it catches up with bronze while the
 * lanes run; these flush and pause; it finishes through that flush; the pointer moves; the lanes
 * start a new epoch on it. Whatever dies in between, all of it can be done again: before the
 * pointer has moved nothing has changed for readers, afterwards everything has.
 */
public final class Swap implements RequestHandler<Request.Swap> {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  /** Written when the pointer has moved, for tests to die around. */
  static final String POINTER = "pointer";

  private final RequestContext context;

  public Swap(RequestContext context) {
    this.context = context;
  }

  @Override
  public JsonNode handle(Request.Swap asked, Work work) throws Exception {
    String dataset = asked.dataset();
    int number = asked.generation();
    Generation before = context.generations().inForce(dataset);
    if (before.number() == number) {
      return result(before, 0);
    }
    if (context.generations().removed(dataset).contains(number)) {
      throw LakeErrors.generationRemoved(dataset, number);
    }
    AnalyzedDataset next = context.definitions().require(dataset, number);
    try (Lease lease = context.leases().replay(dataset);
        Replay replay =
            Replay.open(beside(next, number), ReplaySettings.DEFAULT, Replay.Listener.NONE)) {
      work.progress().accept("generation " + number + " catches up");
      replay.advanceTo(beside(next, number).bronze().reached(), work);
      context
          .quarantine(dataset, number)
          .discardThoseOf(context.quarantine(dataset, before.number()));
      return swapPaused(next, before, number, replay, work);
    }
  }

  private JsonNode swapPaused(
      AnalyzedDataset next, Generation before, int number, Replay replay, Work work)
      throws Exception {
    work.progress().accept("the lanes flush and pause");
    try (PausedLanes paused = context.pause(next.name())) {
      Optional<AnalyzedDataset> old =
          paused.ran().or(() -> context.definitions().read(next.name(), before.number()));
      if (old.isPresent()) {
        CatchUp.run(beside(old.get(), before.number()));
      }
      replay.advanceTo(beside(next, number).bronze().reached(), work);
      Generation moved =
          context
              .generations()
              .move(
                  next.name(),
                  number,
                  next.definition().version(),
                  old.map(DefinitionKeeper::names).orElse(before.aggregates()),
                  DefinitionKeeper.names(next));
      paused.goOnWith(next);
      context.observer().written(POINTER);
      long millis = paused.millis();
      LOG.info("{} is in generation {} now, after {} ms of pause", next.name(), number, millis);
      return result(moved, millis);
    }
  }

  private DatasetContext beside(AnalyzedDataset dataset, int number) {
    return context.dataset(dataset, Generation.beside(number));
  }

  private static ObjectNode result(Generation inForce, long pausedMillis) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("generation", inForce.number());
    result.put("turn", inForce.turn());
    result.put("paused_ms", pausedMillis);
    return result;
  }
}
