package dev.sluice.lanes;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.gold.GoldStage;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverCommit;
import dev.sluice.silver.SilverStage;
import java.util.List;
import java.util.Optional;

/**
 * Bronze again through the stages that the live lane has, into the tables of one generation: slices
 * of whole batches in bronze order, silver and quarantine first, then gold. No hot. Its tables say
 * how far it has come, so one that was killed is simply opened again. The tables have no other
 * writer meanwhile: see {@link Leases#replay}.
 */
final class Replay implements AutoCloseable {
  /** Rows of silver that gold takes at once. */
  private static final long GOLD_ROWS = 1_000_000;

  /** Commits of a table between two checkpoints of its log. */
  private static final long LOG_COMMITS = 200;

  private final DatasetContext target;
  private final ReplaySettings bounds;
  private final Listener listener;
  private final SilverStage silver;
  private final Optional<GoldStage> gold;
  private final BronzeFrontiers frontiers;
  private long rowsBeforeGold;

  /** Is told of every slice when silver has it. */
  interface Listener {
    /** Says nothing. */
    Listener NONE = (commit, target) -> {};

    /** A slice is in silver and quarantine. */
    void refined(SilverCommit commit, Reached target);
  }

  private Replay(
      DatasetContext target,
      ReplaySettings bounds,
      Listener listener,
      SilverStage silver,
      Optional<GoldStage> gold) {
    this.target = target;
    this.bounds = bounds;
    this.listener = listener;
    this.silver = silver;
    this.gold = gold;
    this.frontiers = new BronzeFrontiers(target.bronze().table(), silver.reached().last());
  }

  /** Goes on with a generation where its tables end. */
  static Replay open(DatasetContext target, ReplaySettings bounds, Listener listener) {
    SilverStage silver = target.openSilver(() -> false);
    try {
      return new Replay(
          target,
          bounds,
          listener,
          silver,
          target.dataset().aggregates().isEmpty()
              ? Optional.empty()
              : Optional.of(target.openGold()));
    } catch (Throwable notOpened) {
      silver.close();
      throw notOpened;
    }
  }

  /** How far silver is. */
  Reached reached() {
    return silver.reached();
  }

  /**
   * Goes on until silver and gold have every row of bronze up to a batch.
   *
   * @param goal a point that bronze has reached, at the end of a batch
   * @param work is asked between slices whether to go on
   */
  void advanceTo(Reached goal, RequestHandler.Work work) {
    if (goal.last().isAfter(silver.reached().last())) {
      BronzeBatches batches =
          new BronzeBatches(
              target.session(), target.bronze().table(), target.erasures(), silver.reached(), goal);
      Optional<BronzeBatches.Slice> slice = batches.next(silver.reached(), bounds);
      while (slice.isPresent()) {
        work.check();
        refine(slice.get(), goal);
        slice = batches.next(silver.reached(), bounds);
      }
      if (goal.last().isAfter(silver.reached().last())) {
        // The batches that are left had no record.
        Reached rest = new Reached(goal.last(), goal.last(), goal.offsets(), goal.frontier());
        silver.table().appendNothing(rest.toJson());
      }
    }
    advanceGold();
  }

  private void refine(BronzeBatches.Slice slice, Reached goal) {
    ArrivalFrontier idle = frontiers.at(slice.reached().last());
    Reached range = slice.reached().withFrontier(silver.reached().frontier());
    Judged judged =
        silver.judge(slice.rows(), range, slice.isLast() ? idle.with(goal.frontier()) : idle);
    try {
      int writers = target.writers(slice.bronzeRows());
      SilverCommit commit =
          silver.commit(List.of(judged), slice.bronzeRows(), writers, target.observer());
      target.meters().silverDone(commit, System.nanoTime());
      listener.refined(commit, goal);
      rowsBeforeGold += commit.silverRows();
    } finally {
      judged.release();
    }
    if (rowsBeforeGold >= GOLD_ROWS) {
      advanceGold();
    }
    silver.table().checkpointLog(LOG_COMMITS);
  }

  private void advanceGold() {
    rowsBeforeGold = 0;
    LakeTable table = silver.table();
    long version = table.version();
    gold.filter(stage -> stage.consumed() < version)
        .ifPresent(
            stage ->
                stage.advance(table, version, Reached.at(table, version).frontier().slowest()));
  }

  @Override
  public void close() {
    silver.close();
  }
}
