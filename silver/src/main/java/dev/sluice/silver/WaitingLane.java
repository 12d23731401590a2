package dev.sluice.silver;

import java.util.Optional;

/** A lane, as silver sees it while the schema registry does not answer. */
@FunctionalInterface
public interface WaitingLane {
  /** Whether the lane is to end, and silver not to wait any longer. */
  boolean isStopping();

  /**
   * Hears that the registry does not answer, once for each outage, and that it answers again.
   *
   * @param why for people; empty when it answers
   */
  default void registryDown(Optional<String> why) {}
}
