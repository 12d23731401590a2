package dev.sluice.lanes;

import dev.sluice.common.table.BatchId;
import dev.sluice.silver.HoldEnded;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverHeld;
import dev.sluice.silver.SilverStage;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bronze to silver, quarantine and hot: the second of the chained lanes. Ends when silver has to
 * wait; the next one waits.
 */
final class RefineLane implements Lane {
  /** How long it waits before it asks bronze again. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(RefineLane.class);

  private final DatasetContext context;
  private final StopSignal stopping = new StopSignal();

  RefineLane(DatasetContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "refine." + context.dataset().name();
  }

  @Override
  public void stop() {
    stopping.raise();
  }

  @Override
  public String state() {
    return context.gate().isHeld() ? HELD : RUNNING;
  }

  @Override
  public void run() throws Exception {
    context.useSchedulerPool("flush");
    if (context.gate().isHeld()
        && !context.gate().awaitOpen(stopping, WaitingRows.of(context)::turned)) {
      return;
    }
    try {
      refine();
    } catch (SilverHeld held) {
      context.gate().close(held);
    }
  }

  private void refine() throws InterruptedException {
    try (SilverStage silver = context.openSilverOfLane(stopping::isRaised);
        HotView hot = context.openHot(first(silver.reached().last()), silver)) {
      SilverCatchUp refiner = new SilverCatchUp(context, silver);
      while (!stopping.isRaised()) {
        context.refreshReferences(silver);
        if (!step(refiner, silver, hot)) {
          context.meters().silver().turned();
          context.meters().hot().turned();
          stopping.await(POLL);
        }
      }
      // Bronze has ended before: its last batch still gets here.
      step(refiner, silver, hot);
    } catch (HoldEnded stopped) {
      LOG.info("{}: {}; bronze has the rest", name(), stopped.getMessage());
    }
  }

  private boolean step(SilverCatchUp refiner, SilverStage silver, HotView hot) {
    boolean refined = refiner.step(judged -> show(judged, hot));
    hot.flushedThrough(silver.reached().last());
    hot.heartbeat();
    return refined;
  }

  private void show(Judged judged, HotView hot) {
    long begun = System.nanoTime();
    hot.show(judged);
    context
        .meters()
        .hot()
        .done(
            judged.reached().last().toString(),
            judged.accounting().good(),
            System.nanoTime() - begun);
  }

  /** Hot counts versions from the first batch there can be. */
  private static BatchId first(BatchId reached) {
    return reached.equals(BatchId.NONE) ? new BatchId(0, 0) : reached;
  }
}
