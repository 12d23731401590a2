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
    LongSupplier next =
        () -> epochs.next(context.dataset().name(), context.bronze().reached().last().epoch());
    if (context.platform().lanes() == LaneOption.LIVE) {
      streams.add(
          runner(
              "live",
              epoch -> new LiveLane(context, epoch),
              next,
              Layer.BRONZE,
              Layer.SILVER,
              Layer.HOT));
    } else {
      streams.add(runner("ingest", epoch -> new IngestLane(context, epoch), next, Layer.BRONZE));
      streams.add(
          runner("refine", epoch -> new RefineLane(context), () -> 0, Layer.SILVER, Layer.HOT));
    }
    if (!context.dataset().aggregates().isEmpty()) {
      gold.add(runner("gold", epoch -> new GoldLane(context), () -> 0, Layer.GOLD));
    }
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
    streams.forEach(LaneRunner::start);
    gold.forEach(LaneRunner::start);
  }

  /** Lets the streams finish their batches; returns at once. */
  void askStreamsToStop() {
    streams.forEach(LaneRunner::stop);
  }

  /** Ends the streams, then gold, so that gold takes what the last flush wrote. */
  void stop() throws InterruptedException {
    askStreamsToStop();
    for (LaneRunner stream : streams) {
      stream.join();
    }
    for (LaneRunner runner : gold) {
      runner.stop();
      runner.join();
    }
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
    List<LaneStatus> lanes = new ArrayList<>();
    streams.forEach(runner -> lanes.add(runner.status()));
    gold.forEach(runner -> lanes.add(runner.status()));
    return lanes;
  }

  List<String> warnings() {
    return context.meters().warnings();
  }

  List<StageStatus> stages() {
    return context.meters().status();
  }
}
