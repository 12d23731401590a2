package dev.sluice.lanes;

import java.time.Instant;

/**
 * A dataset whose silver waits while bronze goes on.
 *
 * @param kind {@code RULE}, {@code BREAKER}, {@code REGISTRY}, {@code REFERENCE}
 * @param code of the error that explains it: {@code SL-2050}
 * @param lift what ends it, in words
 */
public record HoldStatus(
    String dataset, String kind, String code, String message, String lift, Instant since) {}
