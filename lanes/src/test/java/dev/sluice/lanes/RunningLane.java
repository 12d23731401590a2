package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** A lane on a thread of its own, as in a process that nobody restarts. */
final class RunningLane implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Lane lane;
  private final Thread thread;
  private Throwable failure;

  private RunningLane(Lane lane) {
    this.lane = lane;
    this.thread = new Thread(this::run, lane.name());
    thread.setDaemon(true);
  }

  static RunningLane start(Lane lane) {
    RunningLane running = new RunningLane(lane);
    running.thread.start();
    return running;
  }

  private void run() {
    try {
      lane.run();
    } catch (Throwable e) {
      failure = e;
    }
  }

  /** Waits for the lane to die. */
  void awaitDeath(String message) throws InterruptedException {
    join();
    assertThat(failure).hasMessageContaining(message);
  }

  /** Lets the lane end without asking how. */
  void abandon() {
    lane.stop();
  }

  /** Lets the lane finish. */
  @Override
  public void close() throws InterruptedException {
    lane.stop();
    join();
    assertThat(failure).isNull();
  }

  private void join() throws InterruptedException {
    thread.join(LIMIT.toMillis());
    assertThat(thread.isAlive()).as("lane %s still runs", lane.name()).isFalse();
  }
}
