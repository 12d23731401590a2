package dev.sluice.lanes;

import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.Commit;
import dev.sluice.lanes.KafkaFeed.FeedBatch;
import java.util.List;
import java.util.Optional;

/**
 * Kafka to bronze, one commit a batch, at the pace of the tables: the first of the chained lanes.
 */
final class IngestLane implements Lane {
  private final DatasetContext context;
  private final long epoch;
  private final StopSignal stopping = new StopSignal();

  IngestLane(DatasetContext context, long epoch) {
    this.context = context;
    this.epoch = epoch;
  }

  @Override
  public String name() {
    return "ingest." + context.dataset().name();
  }

  @Override
  public void stop() {
    stopping.raise();
  }

  @Override
  public void run() throws Exception {
    context.useSchedulerPool("live");
    try (KafkaFeed feed = KafkaFeed.open(context, epoch)) {
      while (!stopping.isRaised()) {
        long begun = System.nanoTime();
        Optional<FeedBatch> next = feed.next();
        context.meters().lag(feed.lags());
        if (next.isPresent()) {
          commit(feed, next.get(), begun);
        }
        if (next.isEmpty() || next.get().offsetCount() == feed.lag()) {
          stopping.await(context.platform().tables());
        }
      }
    }
  }

  private void commit(KafkaFeed feed, FeedBatch batch, long begun) {
    Commit commit =
        context
            .bronze()
            .commit(
                List.of(batch.rows()),
                batch.range(ArrivalFrontier.NONE.with(batch.idle())),
                context.writers(batch.offsetCount()),
                feed::checkSource);
    context.meters().bronze().done(batch.id().toString(), commit.rows(), System.nanoTime() - begun);
    context.observer().written("bronze");
  }
}
