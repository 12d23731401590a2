package dev.sluice.lanes;

import dev.sluice.silver.HoldEnded;
import dev.sluice.silver.SilverHeld;
import dev.sluice.silver.SilverStage;

/**
 * What a live dataset runs while its silver has to wait: Kafka to bronze alone. As soon as silver
 * may go on it catches up from bronze beside that, so that bronze never waits for it, and the lane
 * ends; the next one is live.
 */
final class HeldLane implements Lane {
  private final DatasetContext context;
  private final IngestLane ingest;
  private final StopSignal stopping = new StopSignal();
  private volatile Throwable failure;

  HeldLane(DatasetContext context, long epoch) {
    this.context = context;
    this.ingest = new IngestLane(context, epoch);
  }

  @Override
  public String name() {
    return "live." + context.dataset().name();
  }

  @Override
  public String state() {
    return context.gate().isHeld() ? HELD : RUNNING;
  }

  @Override
  public void stop() {
    stopping.raise();
    ingest.stop();
  }

  @Override
  public void run() throws Exception {
    WaitingRows waiting = WaitingRows.of(context);
    Thread thread = new Thread(() -> refine(waiting), "catch-up-" + name());
    thread.setDaemon(true);
    thread.start();
    try {
      ingest.run();
    } finally {
      stopping.raise();
      thread.join();
    }
    if (failure instanceof Exception exception) {
      throw exception;
    } else if (failure instanceof Error error) {
      throw error;
    }
  }

  private void refine(WaitingRows waiting) {
    context.useSchedulerPool("flush");
    try {
      boolean isThere = false;
      while (!isThere && context.gate().awaitOpen(stopping, waiting::turned)) {
        isThere = catchUp();
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      ingest.stop();
    }
  }

  /** Whether silver has all that bronze has, or may be asked to end; false when it waits again. */
  private boolean catchUp() {
    try (SilverStage silver = context.openSilverOfLane(stopping::isRaised)) {
      SilverCatchUp catchUp = new SilverCatchUp(context, silver);
      boolean isBehind = true;
      while (isBehind && !stopping.isRaised()) {
        isBehind = catchUp.step(judged -> {});
        context.meters().hot().turned();
      }
      context.gate().reachable();
      return true;
    } catch (HoldEnded stopped) {
      return true;
    } catch (SilverHeld held) {
      context.gate().close(held);
      return false;
    }
  }
}
