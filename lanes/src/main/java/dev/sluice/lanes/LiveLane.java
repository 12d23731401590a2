package dev.sluice.lanes;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.lanes.KafkaFeed.FeedBatch;
import dev.sluice.silver.HoldEnded;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverStage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka to hot with each micro-batch, to bronze, quarantine and silver with each flush. Every
 * record is read and judged once. Goes on where bronze ends, after silver has caught up with it;
 * nothing else is remembered.
 */
final class LiveLane implements Lane {
  /** How long an idle lane waits before it asks the brokers again. */
  private static final long POLL_MILLIS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(LiveLane.class);

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
    try (SilverStage silver = context.openSilver(() -> stopping)) {
      BatchId written = context.bronze().reached().last();
      if (!caughtUp(silver, written)) {
        return;
      }
      ArrivalFrontier frontier = silver.reached().frontier();
      try (KafkaFeed feed = KafkaFeed.open(context, epoch);
          HotView hot = context.openHot(new BatchId(epoch, 0), silver);
          Flusher flusher = new Flusher(name(), context, silver, feed::checkSource)) {
        stream(feed, silver, hot, flusher, frontier);
        flusher.finish();
        hot.flushedThrough(flusher.flushed());
        hot.heartbeat();
      }
    }
  }

  /** Whether silver reaches what bronze has; not when the lane is to stop before that. */
  private boolean caughtUp(SilverStage silver, BatchId written) {
    try {
      new SilverCatchUp(context, silver).run(written, () -> stopping);
      return true;
    } catch (HoldEnded stopped) {
      return false;
    }
  }

  /** Until the lane is to stop; what has been judged by then is left to be flushed. */
  private void stream(
      KafkaFeed feed, SilverStage silver, HotView hot, Flusher flusher, ArrivalFrontier start)
      throws InterruptedException {
    try {
      streamBatches(feed, silver, hot, flusher, start);
    } catch (HoldEnded stopped) {
      LOG.info("{}: {}; the batch is read again at the next start", name(), stopped.getMessage());
    }
  }

  private void streamBatches(
      KafkaFeed feed, SilverStage silver, HotView hot, Flusher flusher, ArrivalFrontier start)
      throws InterruptedException {
    context.useSchedulerPool("live");
    ArrivalFrontier frontier = start;
    while (!stopping) {
      flusher.check();
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
      Judged judged = silver.judge(batch.rows(), batch.range(frontier), batch.idle());
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
