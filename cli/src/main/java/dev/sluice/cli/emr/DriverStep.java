package dev.sluice.cli.emr;

import java.time.Instant;
import java.util.Set;

/**
 * A driver on a cluster, as EMR sees it.
 *
 * @param id {@code s-…}
 * @param state EMR's word
 * @param startedAt null before it has
 * @param endedAt null before it has
 * @param reason why it failed, empty if it did not
 * @param log where its log is, {@code s3://…}; empty when the cluster keeps none
 */
public record DriverStep(
    String id,
    String name,
    String state,
    Instant createdAt,
    Instant startedAt,
    Instant endedAt,
    String reason,
    String log) {
  private static final Set<String> ALIVE = Set.of("PENDING", "CANCEL_PENDING", "RUNNING");

  /** Whether it runs or may still run. */
  public boolean isAlive() {
    return ALIVE.contains(state);
  }

  boolean isPending() {
    return state.equals("PENDING");
  }
}
