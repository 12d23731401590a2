package dev.sluice.lanes;

import java.time.Instant;

/**
 * One lane at one moment.
 *
 * @param state {@code starting}, {@code running}, {@code held} (silver waits, see {@link
 *     HoldStatus}), {@code waiting} (to be started again), {@code stopped}
 * @param restarts after failures, since the driver started
 * @param lastError what ended it last; null when nothing did
 * @param accountingMismatches flushes whose counts did not add up
 */
public record LaneStatus(
    String lane,
    String state,
    long epoch,
    int restarts,
    String lastError,
    Instant since,
    long accountingMismatches) {}
