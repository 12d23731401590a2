package dev.sluice.gold;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How hot is doing: counters since the process started, and its state now.
 *
 * @param writes values that Redis has taken
 * @param refused what Redis has refused as older than another driver's: zero unless one has taken
 *     over
 * @param failures replies that were errors, and questions without an answer, by kind
 * @param retries attempts made after a failure
 * @param refills times that everything was written
 * @param dirty whether Redis may lack values, so that a refill is due or under way
 * @param withheld whether nothing is written because the lane has not passed what hot showed before
 * @param lastSuccess when Redis last took all it was given
 */
public record HotStatus(
    long writes,
    long refused,
    Map<HotFailure, Long> failures,
    long retries,
    long refills,
    boolean dirty,
    boolean withheld,
    Optional<Instant> lastSuccess) {
  public HotStatus {
    failures = Map.copyOf(failures);
  }
}
