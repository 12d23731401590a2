package dev.sluice.lanes;

import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;

/** Says, while silver waits, how many rows of bronze wait for it. */
final class WaitingRows {
  private final LaneMeters meters;
  private final long atFirst;
  private final long bronzeBefore;

  private WaitingRows(LaneMeters meters, long atFirst, long bronzeBefore) {
    this.meters = meters;
    this.atFirst = atFirst;
    this.bronzeBefore = bronzeBefore;
  }

  static WaitingRows of(DatasetContext context) {
    LaneMeters meters = context.meters();
    long bronzeRows = meters.bronze().rows();
    LakeTable silver = context.silverTable();
    Reached reached = silver.exists() ? Reached.of(silver) : Reached.NOTHING;
    long waiting = new BronzeSlices(context.bronze()).rowsAfter(reached.last());
    return new WaitingRows(meters, waiting, bronzeRows);
  }

  /** Silver and hot have come round, and found that they have to wait. */
  void turned() {
    meters.silver().lag(atFirst + meters.bronze().rows() - bronzeBefore);
    meters.hot().turned();
  }
}
