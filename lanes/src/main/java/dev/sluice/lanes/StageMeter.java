package dev.sluice.lanes;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * What one stage has done since the driver started, for status and metrics. Written by the lane,
 * read by others at any time.
 */
final class StageMeter {
  private final String stage;
  private volatile LongConsumer durations = nanos -> {};
  private long batches;
  private long rows;
  private long quarantined;
  private long lag;
  private Instant lagAt;
  private String lastBatch = "";
  private double batchSeconds;
  private long newestEventMicros = Long.MIN_VALUE;
  private Instant lastProgress;
  private Instant lastTurn;
  private double rate;
  private long rateRows;
  private long rateSinceNanos = System.nanoTime();

  StageMeter(String stage) {
    this.stage = stage;
  }

  /** Hands how long batches take to one more listener, in nanoseconds. */
  void onBatch(LongConsumer listener) {
    durations = listener;
  }

  /** A batch or flush is done. */
  void done(String batch, long batchRows, long nanos) {
    synchronized (this) {
      batches++;
      rows += batchRows;
      lastBatch = batch;
      batchSeconds = nanos / 1e9;
      lastProgress = Instant.now();
      lastTurn = lastProgress;
    }
    durations.accept(nanos);
  }

  /** The stage has come round: it looked for work, and there need not have been any. */
  synchronized void turned() {
    lastTurn = Instant.now();
  }

  synchronized void quarantined(long count) {
    quarantined += count;
  }

  /** Records or rows that wait in front of the stage. */
  synchronized void lag(long waiting) {
    lag = waiting;
    lagAt = Instant.now();
    lastTurn = lagAt;
  }

  synchronized void newestEvent(long eventMicros) {
    newestEventMicros = Math.max(newestEventMicros, eventMicros);
  }

  synchronized StageStatus status() {
    long now = System.nanoTime();
    double seconds = (now - rateSinceNanos) / 1e9;
    if (seconds >= 1) {
      rate = (rows - rateRows) / seconds;
      rateRows = rows;
      rateSinceNanos = now;
    }
    return new StageStatus(
        stage,
        rows,
        rate,
        lag,
        lagAt,
        lastBatch,
        batchSeconds,
        freshness(),
        quarantined,
        lastProgress);
  }

  /** Batches or flushes done. */
  synchronized long batches() {
    return batches;
  }

  /** Rows of them. */
  synchronized long rows() {
    return rows;
  }

  /** When the last of them was done; empty before the first. */
  synchronized Optional<Instant> lastProgress() {
    return Optional.ofNullable(lastProgress);
  }

  /** When the stage last looked for work; empty before the first time. */
  synchronized Optional<Instant> lastTurn() {
    return Optional.ofNullable(lastTurn);
  }

  /** Age of the newest event committed, in seconds; null before the first. */
  synchronized Double freshness() {
    if (newestEventMicros == Long.MIN_VALUE) {
      return null;
    }
    long nowMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    return (nowMicros - newestEventMicros) / 1e6;
  }
}
