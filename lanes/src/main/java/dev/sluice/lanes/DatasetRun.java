package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.SluiceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A dataset under the supervisor: its lanes, which stop for a while when its tables change their
 * generation and start anew on the next one.
 */
final class DatasetRun {
  /** A dataset's lanes on the generation in force. */
  record Running(DatasetContext context, DatasetLanes lanes) {}

  private final Function<AnalyzedDataset, Running> factory;
  private volatile Running running;
  private volatile Instant pausedSince;
  private boolean closed;

  DatasetRun(AnalyzedDataset dataset, Function<AnalyzedDataset, Running> factory) {
    this.factory = factory;
    this.running = factory.apply(dataset);
  }

  void start() {
    running.lanes().start();
  }

  DatasetContext context() {
    return running.context();
  }

  /** Lets the lanes flush and end. */
  void pause() throws InterruptedException {
    pausedSince = Instant.now();
    running.lanes().stop();
  }

  /** Starts lanes on the generation in force, unless the driver ends. */
  synchronized void resume(AnalyzedDataset dataset) {
    try {
      if (!closed) {
        running = factory.apply(dataset);
        running.lanes().start();
      }
    } finally {
      pausedSince = null;
    }
  }

  synchronized void askSourceToStop() {
    closed = true;
    running.lanes().askSourceToStop();
  }

  void stop() throws InterruptedException {
    running.lanes().stop();
  }

  boolean isAlive() {
    return pausedSince != null || running.lanes().isAlive();
  }

  Optional<SluiceException> ended() {
    return running.lanes().ended();
  }

  /** How every stage does; that of a paused dataset waits for the request. */
  List<StageHealth> health(Instant now) {
    Running current = running;
    return current.lanes().layers().stream()
        .map(layer -> health(current.lanes(), layer, now))
        .toList();
  }

  /** How one stage does; empty when no lane writes there. */
  Optional<StageHealth> health(Layer layer, Instant now) {
    DatasetLanes current = running.lanes();
    return current.layers().contains(layer)
        ? Optional.of(health(current, layer, now))
        : Optional.empty();
  }

  private StageHealth health(DatasetLanes lanes, Layer layer, Instant now) {
    Instant since = pausedSince;
    return since == null ? lanes.health(layer, now) : StageHealth.paused(layer, since, now);
  }

  /** The layers that the lanes write. */
  Set<Layer> layers() {
    return running.lanes().layers();
  }

  List<LaneStatus> lanes() {
    return running.lanes().lanes();
  }

  List<StageStatus> stages() {
    return running.lanes().stages();
  }

  Optional<HoldStatus> hold() {
    return running.lanes().hold();
  }

  List<String> warnings() {
    return running.lanes().warnings();
  }
}
