package dev.sluice.lanes;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.lanes.KafkaFeed.FeedBatch;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverHeld;
import dev.sluice.silver.SilverStage;
import java.util.Optional;

/**
 * Kafka to hot with each micro-batch, to bronze, quarantine and silver with each flush. Every
 * record is read and judged once. Goes on where bronze ends, after silver has caught up with it;
 * nothing else is remembered. Ends when silver has to wait: {@link HeldLane} takes its place.
 */
final class LiveLane implements Lane {
  /** How long an idle lane waits before it asks the brokers again. */
  private static final long POLL_MILLIS = 20;

  private final DatasetContext context;
  private final long epoch;
  private volatile boolean stopping;

  LiveLane(DatasetContext context, long epoch) {
    this.context = context;
    this.epoch = epoch;
  }

  @Override
  public String name() {
    return "live." + context.dataset().name();
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public void run() throws Exception {
    try {
      runUntilHeld();
    } catch (SilverHeld held) {
      context.gate().close(held);
    }
  }

  private void runUntilHeld() throws Exception {
    try (SilverStage silver = context.openSilverOfLane(() -> stopping)) {
      BatchId written = context.bronze().reached().last();
      new SilverCatchUp(context, silver).run(written, () -> stopping);
      ArrivalFrontier frontier = silver.reached().frontier();
      try (KafkaFeed feed = KafkaFeed.open(context, epoch);
          HotView hot = context.openHot(new BatchId(epoch, 0), silver);
          Flusher flusher = new Flusher(name(), context, silver, feed::checkSource)) {
        Optional<SilverHeld> held = stream(feed, silver, hot, flusher, frontier);
        flusher.finish();
        hot.flushedThrough(flusher.flushed());
        hot.heartbeat();
        if (held.isPresent()) {
          throw held.get();
        }
      }
    }
  }

  /** What ended it, unless somebody asked it to: what was judged before that is there to flush. */
  private Optional<SilverHeld> stream(
      KafkaFeed feed, SilverStage silver, HotView hot, Flusher flusher, ArrivalFrontier start)
      throws InterruptedException {
    try {
      judgeAndShow(feed, silver, hot, flusher, start);
      return Optional.empty();
    } catch (SilverHeld held) {
      return Optional.of(held);
    }
  }

  private void judgeAndShow(
      KafkaFeed feed, SilverStage silver, HotView hot, Flusher flusher, ArrivalFrontier start)
      throws InterruptedException {
    context.useSchedulerPool("live");
    ArrivalFrontier frontier = start;
    while (!stopping) {
      flusher.check();
      context.refreshReferences(silver);
      hot.flushedThrough(flusher.flushed());
      long begun = System.nanoTime();
      Optional<FeedBatch> next = feed.next();
      context.meters().lag(feed.lags());
      if (next.isEmpty()) {
        hot.heartbeat();
        context.meters().hot().turned();
        Thread.sleep(POLL_MILLIS);
        continue;
      }
      FeedBatch batch = next.get();
      Judged judged =
          context.gate().judge(silver, batch.rows(), batch.range(frontier), batch.idle());
      frontier = judged.reached().frontier();
      context.meters().dedupKeys(silver.dedupKeys());
      feed.observed(judged.accounting().read(), judged.bytes());
      hot.show(judged);
      context
          .meters()
          .hot()
          .done(batch.id().toString(), judged.accounting().good(), System.nanoTime() - begun);
      flusher.add(judged);
    }
  }
}
