package dev.sluice.lanes;

import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Reached;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverStage;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings silver up to bronze by slices: after a start that found it behind, and as the second half
 * of the chained lanes.
 */
final class SilverCatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(SilverCatchUp.class);
  private static final long ROWS_PER_SLICE = 200_000;

  private final DatasetContext context;
  private final SilverStage silver;
  private final BronzeSlices slices;

  SilverCatchUp(DatasetContext context, SilverStage silver) {
    this.context = context;
    this.silver = silver;
    this.slices = new BronzeSlices(context.bronze());
  }

  /** Goes on until silver reaches a batch of bronze, or is asked to stop. */
  void run(BatchId target, BooleanSupplier stopping) {
    while (target.isAfter(silver.reached().last()) && !stopping.getAsBoolean()) {
      LOG.info(
          "Silver of {} catches up from {} to {}",
          context.dataset().name(),
          silver.reached().last(),
          target);
      step(judged -> {});
    }
  }

  /**
   * Judges and commits the next slice.
   *
   * @param judged sees the slice between judgement and commit
   * @return whether there was one
   * @throws dev.sluice.silver.SilverHeld when silver must not have it now
   */
  boolean step(Consumer<Judged> judged) {
    Optional<BronzeSlices.Slice> next =
        slices.after(silver.reached().last(), ROWS_PER_SLICE, context.gate()::isAcknowledged);
    next.ifPresent(slice -> refine(slice, judged));
    context.meters().silver().lag(next.map(BronzeSlices.Slice::waitingRows).orElse(0L));
    return next.isPresent();
  }

  private void refine(BronzeSlices.Slice slice, Consumer<Judged> hot) {
    long start = System.nanoTime();
    Reached range = slice.reached().withFrontier(silver.reached().frontier());
    Judged judged = context.gate().judge(silver, slice.rows(), range, slice.reached().frontier());
    context.meters().dedupKeys(silver.dedupKeys());
    try {
      hot.accept(judged);
      context
          .meters()
          .silverDone(
              silver.commit(List.of(judged), slice.bronzeRows(), 1, context.observer()), start);
    } finally {
      judged.release();
    }
  }
}
