package dev.sluice.silver;

import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reached;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

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
    Column epoch = functions.col(QuarantineTable.EPOCH);
    Column batch = functions.col(QuarantineTable.BATCH);
    quarantine.delete(
        epoch
            .gt(silver.last().epoch())
            .or(epoch.equalTo(silver.last().epoch()).and(batch.gt(silver.last().batch()))),
        silver.toJson());
  }
}
