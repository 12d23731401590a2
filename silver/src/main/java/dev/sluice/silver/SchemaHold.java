package dev.sluice.silver;

import dev.sluice.silver.RegistryClient.NoAnswer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the registry does not answer, decided here alone: the batch is held and the
 * question asked again, after pauses that double, until the outage has lasted as long as the
 * platform's {@code hold}. From then on a question is given up after one try, until one is
 * answered. Belongs to one lane.
 */
final class SchemaHold {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaHold.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(50);

  private final URI registry;
  private final long holdNanos;
  private final WaitingLane lane;
  private boolean isDown;
  private long downSince;

  SchemaHold(URI registry, Duration hold, WaitingLane lane) {
    this.registry = registry;
    this.holdNanos = hold.toNanos();
    this.lane = lane;
  }

  /** What the registry is asked. */
  interface Question<T> {
    /** Its answer. */
    T ask() throws NoAnswer;
  }

  /**
   * The answer, for which the caller may have to wait; empty when the question is given up.
   *
   * @throws HoldEnded when the lane is to stop before there is one
   */
  <T> Optional<T> ask(Question<T> question) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        T answer = question.ask();
        answered();
        return Optional.of(answer);
      } catch (NoAnswer none) {
        if (isOver(none)) {
          return Optional.empty();
        }
        await(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  private void answered() {
    if (isDown) {
      LOG.info("Schema registry {} answers again", registry);
      isDown = false;
      lane.registryDown(Optional.empty());
    }
  }

  private boolean isOver(NoAnswer why) {
    if (!isDown) {
      isDown = true;
      downSince = System.nanoTime();
      LOG.warn("Schema registry {} has no answer, silver holds: {}", registry, why.getMessage());
      lane.registryDown(
          Optional.of("schema registry " + registry + " has no answer: " + why.getMessage()));
    }
    boolean isOver = System.nanoTime() - downSince >= holdNanos;
    if (isOver) {
      LOG.warn("Schema registry {} still has no answer: {}", registry, why.getMessage());
    }
    return isOver;
  }

  private void await(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    while (System.nanoTime() - end < 0) {
      if (lane.isStopping() || Thread.currentThread().isInterrupted()) {
        throw new HoldEnded();
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }
}
