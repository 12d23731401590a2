package dev.sluice.lanes;

import dev.sluice.common.error.SluiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one lane running on a thread of its own: one that ends unasked is followed by the next at
 * once, a lane that fails is made anew after a pause that doubles, up to half a minute, and starts
 * at one second again after a minute of work. Four failures no restart can mend end it for good:
 * records that Kafka lost before or after they were read, a topic made anew, a lease that is lost.
 */
final class LaneRunner {
  private static final Logger LOG = LoggerFactory.getLogger(LaneRunner.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration HEALTHY_AFTER = Duration.ofMinutes(1);
  private static final Set<String> NEEDS_AN_OPERATOR =
      Set.of("SL-2002", "SL-2003", "SL-2011", "SL-2022");

  /** Makes the lane of one start. */
  interface Factory {
    /**
     * A lane that goes on from the tables.
     *
     * @param epoch the number of this start
     */
    Lane create(long epoch);
  }

  private final String name;
  private final Factory factory;
  private final LongSupplier nextEpoch;
  private final LongSupplier mismatches;
  private final StopSignal stopping = new StopSignal();
  private final Thread thread;

  private Lane lane;
  private String state = "starting";
  private long epoch;
  private int restarts;
  private SluiceException ended;
  private String lastError;
  private Instant since = Instant.now();

  LaneRunner(String name, Factory factory, LongSupplier nextEpoch, LongSupplier mismatches) {
    this.name = name;
    this.factory = factory;
    this.nextEpoch = nextEpoch;
    this.mismatches = mismatches;
    this.thread = new Thread(this::run, name);
  }

  LaneRunner start() {
    thread.start();
    return this;
  }

  /** Asks the lane to finish its batch and end. */
  synchronized void stop() {
    stopping.raise();
    if (lane != null) {
      lane.stop();
    }
  }

  void join() throws InterruptedException {
    thread.join();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!stopping.isRaised()) {
      long begun = System.nanoTime();
      try {
        open().run();
      } catch (InterruptedException e) {
        enter("stopped");
        return;
      } catch (Throwable failure) {
        if (!failed(failure)) {
          return;
        }
        boolean wasHealthy = System.nanoTime() - begun > HEALTHY_AFTER.toNanos();
        pause = wasHealthy ? FIRST_PAUSE : pause;
        waitBeforeRestart(pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
    enter("stopped");
  }

  private Lane open() {
    enter("starting");
    long next = nextEpoch.getAsLong();
    Lane made = factory.create(next);
    synchronized (this) {
      epoch = next;
      lane = made;
      if (stopping.isRaised()) {
        made.stop();
      }
    }
    enter(Lane.RUNNING);
    return made;
  }

  /** Whether the lane may be started again. */
  private boolean failed(Throwable failure) {
    LOG.error("Lane {} failed in epoch {}", name, epoch, failure);
    synchronized (this) {
      lane = null;
      lastError = failure.toString();
    }
    if (failure instanceof SluiceException named && NEEDS_AN_OPERATOR.contains(named.code())) {
      synchronized (this) {
        ended = named;
      }
      enter("stopped");
      return false;
    }
    return true;
  }

  private void waitBeforeRestart(Duration pause) {
    enter("waiting");
    try {
      stopping.await(pause);
    } catch (InterruptedException e) {
      stopping.raise();
    }
    synchronized (this) {
      if (!stopping.isRaised()) {
        restarts++;
      }
    }
  }

  private synchronized void enter(String next) {
    state = next;
    since = Instant.now();
  }

  /** What ended the lane for good; null while it may run. */
  synchronized SluiceException ended() {
    return ended;
  }

  synchronized LaneStatus status() {
    String shown = state.equals(Lane.RUNNING) && lane != null ? lane.state() : state;
    return new LaneStatus(name, shown, epoch, restarts, lastError, since, mismatches.getAsLong());
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
