package dev.sluice.lanes;

import dev.sluice.common.table.LakeTable;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints of the tables' logs beside the commits, on a thread of its own: inside a
 * commit every tenth would take half a second longer (design 4.2). A checkpoint that fails is tried
 * again with the next round; nothing depends on it but the time of a start.
 */
final class LogCheckpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogCheckpoints.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** Commits that a start may have to read one by one. */
  private static final long COMMITS = 200;

  private final Supplier<List<DatasetContext>> datasets;
  private final StopSignal stopping = new StopSignal();
  private final Thread thread;

  /**
   * @param datasets those that run, asked for each time: their tables may change
   */
  LogCheckpoints(Supplier<List<DatasetContext>> datasets) {
    this.datasets = datasets;
    this.thread = new Thread(this::run, "log-checkpoints");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      stopping.await(EVERY);
      while (!stopping.isRaised()) {
        for (DatasetContext dataset : datasets.get()) {
          dataset.useSchedulerPool("gold");
          dataset.tables().values().forEach(LogCheckpoints::checkpoint);
        }
        stopping.await(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void checkpoint(LakeTable table) {
    try {
      if (table.exists() && table.checkpointLog(COMMITS)) {
        LOG.info("Wrote a checkpoint of the log of {}", table.path());
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot write a checkpoint of the log of {}", table.path(), e);
    }
  }

  /** Ends after the checkpoint in hand. */
  @Override
  public void close() throws InterruptedException {
    stopping.raise();
    thread.join();
  }
}
