package dev.sluice.lanes;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Reached;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;

/**
 * Refuses to go on with a generation that stands before what bronze still holds: rows in between
 * are in the generation in force only, and would be lost by putting this one there.
 */
final class BronzeGap {
  private BronzeGap() {}

  /**
   * Checks a generation before it goes on.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2009 with the first partition that has a gap
   */
  static void refuse(DatasetContext target, Reached reached) {
    for (Row first :
        target
            .bronze()
            .table()
            .read()
            .groupBy(col(BronzeTable.TOPIC), col(BronzeTable.PARTITION))
            .agg(min(col(BronzeTable.OFFSET)))
            .collectAsList()) {
      OptionalLong next = reached.offsets().next(first.getString(0), first.getInt(1));
      if (next.isPresent() && first.getLong(2) > next.getAsLong()) {
        throw ReplayErrors.swapWouldLose(
            target.dataset().name(),
            "rows of %s/%d from offset %d that generation %d lacks and bronze, which begins at %d, no longer holds"
                .formatted(
                    first.getString(0),
                    first.getInt(1),
                    next.getAsLong(),
                    target.generation().number(),
                    first.getLong(2)));
      }
    }
  }
}
