package dev.sluice.lanes;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import java.util.Iterator;
import java.util.Optional;

/**
 * How far arrival had come by each batch, as bronze's commits said at the time: rows alone do not
 * tell a partition that was empty from one that was behind. A walk along the log; where that was
 * cleaned up nothing is known, and the rows have to do.
 */
final class BronzeFrontiers {
  private final LakeTable bronze;
  private Iterator<CommitEntry> commits;
  private long walked;
  private Reached ahead;
  private ArrivalFrontier current = ArrivalFrontier.NONE;

  /** Begins with the commits after a batch. */
  BronzeFrontiers(LakeTable bronze, BatchId after) {
    this.bronze = bronze;
    this.walked = start(after) - 1;
  }

  /** A version not far before the first commit after a batch. */
  private long start(BatchId after) {
    long newest = bronze.version();
    long back = 1;
    while (newest - back > 0) {
      Optional<Reached> reached =
          bronze.entry(newest - back).flatMap(CommitEntry::metadata).map(Reached::fromJson);
      if (reached.isPresent() && !reached.get().last().isAfter(after)) {
        return newest - back;
      }
      back *= 2;
    }
    return 0;
  }

  /** The frontier of the newest commit that has nothing after a batch; batches come in order. */
  ArrivalFrontier at(BatchId batch) {
    while (hasNext() && !ahead.last().isAfter(batch)) {
      current = current.with(ahead.frontier());
      ahead = null;
    }
    return current;
  }

  private boolean hasNext() {
    if (ahead == null && (commits == null || !commits.hasNext())) {
      // What was committed since, if anything was.
      commits = bronze.version() > walked ? bronze.commits(walked + 1) : null;
    }
    while (ahead == null && commits != null && commits.hasNext()) {
      CommitEntry entry = commits.next();
      walked = entry.version();
      ahead =
          entry.metadata().filter(json -> json.has("batch")).map(Reached::fromJson).orElse(null);
    }
    return ahead != null;
  }
}
