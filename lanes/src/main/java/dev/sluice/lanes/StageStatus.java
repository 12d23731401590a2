package dev.sluice.lanes;

import java.time.Instant;

/**
 * One stage at one moment.
 *
 * @param rows since the driver started
 * @param rowsPerSecond over the last seconds
 * @param lag records or rows that wait in front of it
 * @param lagAt when the source was last asked for that; null before the first time
 * @param lastBatch {@code epoch.batch}; for gold the silver version it has consumed
 * @param batchSeconds how long its last batch or flush took
 * @param freshnessSeconds age of the newest event it has committed; null before the first
 * @param lastProgress null before the first batch
 */
public record StageStatus(
    String stage,
    long rows,
    double rowsPerSecond,
    long lag,
    Instant lagAt,
    String lastBatch,
    double batchSeconds,
    Double freshnessSeconds,
    long quarantined,
    Instant lastProgress) {}
