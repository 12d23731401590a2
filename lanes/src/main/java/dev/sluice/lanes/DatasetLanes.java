package dev.sluice.lanes;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.error.SluiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The lanes of one dataset, composed as the platform says: live, or ingest and refine; and gold
 * where there are aggregates. What happens to them is nothing to other datasets.
 */
final class DatasetLanes {
  private final DatasetContext context;
  private final List<LaneRunner> streams = new ArrayList<>();
  private final List<LaneRunner> gold = new ArrayList<>();
  private final Map<Layer, LaneRunner> byLayer = new EnumMap<>(Layer.class);

  DatasetLanes(DatasetContext context, Epochs epochs) {
    this.context = context;
    context.gate().settle();
    LongSupplier next =
        () -> epochs.next(context.dataset().name(), context.bronze().reached().last().epoch());
    if (context.platform().lanes() == LaneOption.LIVE) {
      streams.add(runner("live", this::live, next, Layer.BRONZE, Layer.SILVER, Layer.HOT));
    } else {
      streams.add(runner("ingest", epoch -> new IngestLane(context, epoch), next, Layer.BRONZE));
      streams.add(
          runner("refine", epoch -> new RefineLane(context), () -> 0, Layer.SILVER, Layer.HOT));
    }
    if (!context.dataset().aggregates().isEmpty()) {
      gold.add(runner("gold", epoch -> new GoldLane(context), () -> 0, Layer.GOLD));
    }
  }

  private Lane live(long epoch) {
    return context.gate().isHeld() ? new HeldLane(context, epoch) : new LiveLane(context, epoch);
  }

  private LaneRunner runner(
      String kind, LaneRunner.Factory factory, LongSupplier nextEpoch, Layer... layers) {
    LaneRunner runner =
        new LaneRunner(kind + "." + dataset(), factory, nextEpoch, context.meters()::mismatches);
    for (Layer layer : layers) {
      byLayer.put(layer, runner);
    }
    return runner;
  }

  private String dataset() {
    return context.dataset().name();
  }

  /** The layers that the lanes write. */
  Set<Layer> layers() {
    return Collections.unmodifiableSet(byLayer.keySet());
  }

  /** How one stage does. */
  StageHealth health(Layer layer, Instant now) {
    return StageHealth.of(
        byLayer.get(layer).status(),
        layer,
        dataset(),
        context.meters().stage(layer).lastTurn(),
        now);
  }

  void start() {
    inOrder().forEach(LaneRunner::start);
  }

  /** Lets the lane that reads the source finish its batch; returns at once. */
  void askSourceToStop() {
    streams.get(0).stop();
  }

  /** Ends one lane after the other, so that each takes what the one before it wrote last. */
  void stop() throws InterruptedException {
    for (LaneRunner runner : inOrder()) {
      runner.stop();
      runner.join();
    }
  }

  private List<LaneRunner> inOrder() {
    List<LaneRunner> runners = new ArrayList<>(streams);
    runners.addAll(gold);
    return runners;
  }

  /** Whether a stream may still run. */
  boolean isAlive() {
    return streams.stream().anyMatch(LaneRunner::isAlive);
  }

  /** What ended a stream for good. */
  Optional<SluiceException> ended() {
    return streams.stream().map(LaneRunner::ended).filter(Objects::nonNull).findFirst();
  }

  List<LaneStatus> lanes() {
    return inOrder().stream().map(LaneRunner::status).toList();
  }

  /** Why silver waits, if it does. */
  Optional<HoldStatus> hold() {
    return context.gate().hold().map(hold -> hold.status(dataset()));
  }

  List<String> warnings() {
    return context.meters().warnings();
  }

  List<StageStatus> stages() {
    return context.meters().status();
  }
}
