package dev.sluice.cli.emr;

/**
 * A cluster as EMR sees it.
 *
 * @param id {@code j-…}
 * @param state EMR's word
 * @param logUri where its logs go, without a slash at the end; empty when it keeps none
 */
public record ClusterStatus(String id, String state, String logUri) {
  /** Whether a step can be added, and those added before may still run. */
  boolean canRun() {
    return !state.startsWith("TERMINAT");
  }
}
