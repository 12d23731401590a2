package dev.sluice.silver;

import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Reached;

/**
 * One closed flush: what was judged and what the commits say they wrote.
 *
 * @param version silver's version it made
 * @param holes offsets of the range that held no record
 * @param bronzeRows rows of the range in bronze, as bronze's commits say
 * @param silverRows rows the silver commit wrote
 * @param quarantineRows rows the quarantine commit wrote
 * @param maxEventMicros newest event time of a good row; {@code Long.MIN_VALUE} without one
 */
public record SilverCommit(
    long version,
    Reached reached,
    Accounting accounting,
    long holes,
    long bronzeRows,
    long silverRows,
    long quarantineRows,
    long maxEventMicros) {

  /** Whether every row read was written to exactly the place its verdict says. */
  public boolean addsUp() {
    return accounting.addsUp()
        && accounting.read() == bronzeRows
        && accounting.good() == silverRows
        && accounting.quarantined() == quarantineRows;
  }
}
