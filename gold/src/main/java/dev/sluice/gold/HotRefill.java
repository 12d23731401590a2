package dev.sluice.gold;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Everything as of one version, on its way to Redis over several publishes. It may go on with its
 * old version beside newer values: compare-and-set keeps those.
 */
final class HotRefill {
  private final HotVersion version;
  private final Iterator<HotValue> rest;
  private final Set<HotFailure> failures = EnumSet.noneOf(HotFailure.class);
  private boolean failed;
  private boolean outdated;

  HotRefill(HotVersion version, Iterator<HotValue> values) {
    this.version = version;
    this.rest = values;
  }

  HotVersion version() {
    return version;
  }

  Iterator<HotValue> rest() {
    return rest;
  }

  boolean hasEnded() {
    return !rest.hasNext();
  }

  /** Some of its values, or newer ones, were not taken: the next one waits a while. */
  void failed(Set<HotFailure> reasons) {
    failed = true;
    failures.addAll(reasons);
  }

  /**
   * Whether every key of ours shows what this refill had for it, or something newer: those that do
   * not are leftovers of other runs.
   */
  boolean isThorough() {
    return hasEnded() && !outdated && Set.of(HotFailure.FOREIGN_KEY).containsAll(failures);
  }

  boolean hasFailed() {
    return failed;
  }

  /** Values have changed since, and did not get through: another one is needed after it. */
  void outdated() {
    outdated = true;
  }

  boolean isOutdated() {
    return outdated;
  }
}
