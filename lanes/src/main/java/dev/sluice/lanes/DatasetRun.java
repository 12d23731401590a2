package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.SluiceException;
import java.util.List;
import java.util.Optional;
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
  private volatile boolean paused;
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
    paused = true;
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
      paused = false;
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
    return paused || running.lanes().isAlive();
  }

  Optional<SluiceException> ended() {
    return running.lanes().ended();
  }

  List<LaneStatus> lanes() {
    return running.lanes().lanes();
  }

  List<StageStatus> stages() {
    return running.lanes().stages();
  }

  List<String> warnings() {
    return running.lanes().warnings();
  }
}
