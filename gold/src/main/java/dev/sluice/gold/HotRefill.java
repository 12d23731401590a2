package dev.sluice.gold;

import java.util.Iterator;

/**
 * Everything as of one version, on its way to Redis over several publishes. It may go on with its
 * old version beside newer values: compare-and-set keeps those.
 */
final class HotRefill {
  private final HotVersion version;
  private final Iterator<HotValue> rest;
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
  void failed() {
    failed = true;
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
