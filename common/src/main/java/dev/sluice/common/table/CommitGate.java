package dev.sluice.common.table;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether this process may still write below a lake's root. Whoever holds a lease that can be lost
 * guards the root with it; every commit passes here first, as late as can be. A root that nobody
 * guards is open: a lock of the operating system is not lost while its process lives.
 */
public final class CommitGate {
  private static final Set<Guard> GUARDS = ConcurrentHashMap.newKeySet();

  private CommitGate() {}

  /** A lease that is held below a root; closed when it is given back. */
  public static final class Guard implements AutoCloseable {
    private final String below;
    private final Runnable check;

    private Guard(String below, Runnable check) {
      this.below = below;
      this.check = check;
    }

    @Override
    public void close() {
      GUARDS.remove(this);
    }
  }

  /**
   * Lets nothing below a root pass that a check refuses.
   *
   * @param check throws when the lease is lost, in time before another process can have it
   */
  public static Guard guard(Lake lake, Runnable check) {
    Guard guard = new Guard(Lake.place(lake.root()) + "/", check);
    GUARDS.add(guard);
    return guard;
  }

  /**
   * Asks whether something may be written.
   *
   * @param path as the lake names it
   * @throws dev.sluice.common.error.SluiceException SL-2022 when the lease is lost
   */
  public static void pass(String path) {
    String place = Lake.place(path);
    for (Guard guard : GUARDS) {
      if (place.startsWith(guard.below)) {
        guard.check.run();
      }
    }
  }
}
