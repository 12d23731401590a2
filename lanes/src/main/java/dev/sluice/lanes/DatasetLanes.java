package dev.sluice.lanes;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.error.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The lanes of one dataset, composed as the platform says: live, or ingest and refine; and gold
 * where there are aggregates. What happens to them is nothing to other datasets.
 */
final class DatasetLanes {
  private final DatasetContext context;
  private final List<LaneRunner> streams = new ArrayList<>();
  private final List<LaneRunner> gold = new ArrayList<>();

  DatasetLanes(DatasetContext context, Epochs epochs) {
    this.context = context;
    LongSupplier next =
        () -> epochs.next(context.dataset().name(), context.bronze().reached().last().epoch());
    if (context.platform().lanes() == LaneOption.LIVE) {
      streams.add(runner("live", epoch -> new LiveLane(context, epoch), next));
    } else {
      streams.add(runner("ingest", epoch -> new IngestLane(context, epoch), next));
      streams.add(runner("refine", epoch -> new RefineLane(context), () -> 0));
    }
    if (!context.dataset().aggregates().isEmpty()) {
      gold.add(runner("gold", epoch -> new GoldLane(context), () -> 0));
    }
  }

  private LaneRunner runner(String kind, LaneRunner.Factory factory, LongSupplier nextEpoch) {
    return new LaneRunner(
        kind + "." + context.dataset().name(), factory, nextEpoch, context.meters()::mismatches);
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

  List<String> warnings() {
    return context.meters().warnings();
  }

  List<StageStatus> stages() {
    return context.meters().status();
  }
}
