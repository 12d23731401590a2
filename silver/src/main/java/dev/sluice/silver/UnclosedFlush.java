package dev.sluice.silver;

import dev.sluice.common.table.BatchColumns;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;

/**
 * Removes what a flush wrote to quarantine before it died without silver's commit: the rows will be
 * judged again, perhaps by a changed definition, and nobody could rely on them yet.
 */
final class UnclosedFlush {
  private UnclosedFlush() {}

  static void remove(LakeTable quarantine, Reached silver) {
    boolean isClosed =
        quarantine.isAsCreated()
            || (quarantine.newest().isPresent()
                && !Reached.of(quarantine).last().isAfter(silver.last()));
    if (isClosed) {
      return;
    }
    quarantine.delete(BatchColumns.isAfter(silver.last()), silver.toJson());
  }
}
