package dev.sluice.lanes;

import dev.sluice.bronze.BronzeStage;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.BatchColumns;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Bronze as a source: its rows in slices of whole commits, by (epoch, batch) and never by files,
 * since compaction mixes those. A slice reaches what its last commit reaches.
 */
final class BronzeSlices {
  private final LakeTable bronze;

  BronzeSlices(BronzeStage bronze) {
    this.bronze = bronze.table();
  }

  /**
   * Rows that follow one another in bronze.
   *
   * @param bronzeRows how many rows bronze's commits say there are
   * @param waitingRows how many rows follow in later commits
   */
  record Slice(Rows rows, Reached reached, long bronzeRows, long waitingRows) {}

  /** The next slice after a batch: as many commits as fit the bound, one at least. */
  Optional<Slice> after(BatchId last, long maxRows) {
    Deque<BronzeCommit> commits = commitsAfter(last);
    if (commits.isEmpty()) {
      return Optional.empty();
    }
    BronzeCommit first = commits.pop();
    Reached reached = first.reached();
    long rows = first.rows();
    while (!commits.isEmpty() && rows + commits.peek().rows() <= maxRows) {
      BronzeCommit next = commits.pop();
      reached = reached.through(next.reached());
      rows += next.rows();
    }
    long waiting = commits.stream().mapToLong(BronzeCommit::rows).sum();
    return Optional.of(new Slice(read(last, reached.last()), reached, rows, waiting));
  }

  private record BronzeCommit(Reached reached, long rows) {}

  /** The commits after a batch, oldest first; found from the newest backwards. */
  private Deque<BronzeCommit> commitsAfter(BatchId last) {
    Deque<BronzeCommit> commits = new ArrayDeque<>();
    boolean hasSilentRows = false;
    for (long version = bronze.version(); version >= 0; version--) {
      Optional<CommitEntry> entry = bronze.entry(version);
      Optional<Reached> reached = entry.flatMap(CommitEntry::metadata).map(Reached::fromJson);
      long rows = entry.map(CommitEntry::rows).orElse(0L);
      if (reached.isEmpty()) {
        hasSilentRows |= !commits.isEmpty() && (entry.isEmpty() || rows > 0);
      } else if (reached.get().last().isAfter(last)) {
        commits.push(new BronzeCommit(reached.get(), rows));
      } else {
        return commits;
      }
    }
    if (hasSilentRows && !commits.isEmpty()) {
      commits.push(counted(commits.pop().reached(), last));
    }
    return commits;
  }

  /** The oldest commit that says what it reaches, with the rows of those before it that do not. */
  private BronzeCommit counted(Reached reached, BatchId after) {
    return new BronzeCommit(
        reached, bronze.read().where(BatchColumns.isWithin(after, reached.last())).count());
  }

  private Rows read(BatchId after, BatchId through) {
    return Rows.of(bronze.read().where(BatchColumns.isWithin(after, through)));
  }
}
