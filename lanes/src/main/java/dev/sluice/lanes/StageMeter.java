package dev.sluice.lanes;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What one stage has done since the driver started, for status and metrics. Written by the lane,
 * read by others at any time.
 */
final class StageMeter {
  private final String stage;
  private long rows;
  private long quarantined;
  private long lag;
  private Instant lagAt;
  private String lastBatch = "";
  private double batchSeconds;
  private long newestEventMicros = Long.MIN_VALUE;
  private Instant lastProgress;
  private double rate;
  private long rateRows;
  private long rateSinceNanos = System.nanoTime();

  StageMeter(String stage) {
    this.stage = stage;
  }

  /** A batch or flush is done. */
  synchronized void done(String batch, long batchRows, long nanos) {
    rows += batchRows;
    lastBatch = batch;
    batchSeconds = nanos / 1e9;
    lastProgress = Instant.now();
  }

  synchronized void quarantined(long count) {
    quarantined += count;
  }

  /** Records or rows that wait in front of the stage. */
  synchronized void lag(long waiting) {
    lag = waiting;
    lagAt = Instant.now();
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

  private Double freshness() {
    if (newestEventMicros == Long.MIN_VALUE) {
      return null;
    }
    long nowMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    return (nowMicros - newestEventMicros) / 1e6;
  }
}
