package dev.sluice.common.table;

import dev.sluice.common.error.LakeErrors;

/**
 * Notices that another process has committed to a table since its writer here has read how far it
 * reaches. On an object store that can happen although a lease is held: the holder before may have
 * slept through its end and write once more (docs/decisions, 0018). Who goes on then from what it
 * knew would append the same rows again; a lane that fails here starts anew from the tables.
 *
 * <p>Of one writer: what it has read it has read through the {@link LakeTable} that it commits to.
 */
final class WriterFence {
  private static final long UNREAD = Long.MIN_VALUE;

  private final String table;
  private final String log;
  private long known = UNREAD;

  WriterFence(String table, String log) {
    this.table = table;
    this.log = log;
  }

  /** The writer reads the table at a version; the first one counts. */
  synchronized void read(long version) {
    if (known == UNREAD) {
      known = version;
    }
  }

  /**
   * The writer is about to commit on top of a version.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2023 when another process has had a part in
   *     it that the writer may not know; what it reads from now on it knows
   */
  synchronized void pass(long version) {
    long before = known;
    known = version;
    if (before != UNREAD && !OwnCommits.areAll(log, before, version)) {
      throw LakeErrors.committedElsewhere(table, version);
    }
  }
}
