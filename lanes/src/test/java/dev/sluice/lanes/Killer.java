package dev.sluice.lanes;

import dev.sluice.common.table.WriteObserver;

/** Dies once after a write, when told to. */
final class Killer implements WriteObserver {
  private String target = "";

  /** Dies after the next write of this name. */
  synchronized void aimAt(String write) {
    target = write;
  }

  @Override
  public synchronized void written(String write) {
    if (target.equals(write)) {
      target = "";
      throw new IllegalStateException("died after " + write);
    }
  }

  /** Whether it has done what it was told. */
  synchronized boolean isDone() {
    return target.isEmpty();
  }
}
