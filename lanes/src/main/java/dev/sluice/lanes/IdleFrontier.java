package dev.sluice.lanes;

import dev.sluice.bronze.PartitionEnds;
import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.SourceOffsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The arrival frontier of partitions that say nothing themselves. Of a partition whose log was read
 * to its end nothing more comes but what is appended after the end was asked for. To its end means
 * open transactions too: their records are stamped when they are appended and given when the
 * transaction is committed, minutes later perhaps. So a partition with one stays where its records
 * have brought it, and holds the frontier at the beginning of time if it has given none.
 *
 * <p>For one lane's thread.
 */
final class IdleFrontier {
  /**
   * How long before the driver asked a record may be stamped that did not show yet: brokers' clocks
   * that lag behind the driver's, and a replica that holds up the others until it is put out
   * ({@code replica.lag.time.max.ms}, 30 s).
   */
  static final Duration SLACK = Duration.ofMinutes(1);

  /** Ends remembered that long are as good as new: next to the slack it is nothing. */
  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  private final Arrival arrival;
  private final Supplier<SourceOffsets> logEnds;
  private final Duration slack;
  private SourceOffsets ends = SourceOffsets.NONE;
  private Instant asked = Instant.EPOCH;

  /**
   * @param logEnds asks where the logs end, open transactions included
   * @param slack how long before it was asked for a record may be stamped that comes later
   */
  IdleFrontier(Arrival arrival, Supplier<SourceOffsets> logEnds, Duration slack) {
    this.arrival = arrival;
    this.logEnds = logEnds;
    this.slack = slack;
  }

  /**
   * The frontier after a batch, as far as its records do not tell.
   *
   * @param position the source's offsets after the batch
   * @param offered the partitions there are
   * @param planned when the batch was planned, before now
   */
  ArrivalFrontier after(SourceOffsets position, List<PartitionEnds> offered, Instant planned) {
    askNowAndThen(offered, planned);
    ArrivalFrontier frontier = ArrivalFrontier.NONE;
    for (PartitionEnds topic : offered) {
      for (int partition : topic.latest().keySet()) {
        OptionalLong bound = bound(position, topic.topic(), partition, planned);
        if (bound.isPresent()) {
          frontier = frontier.with(topic.topic(), partition, bound.getAsLong());
        }
      }
    }
    return frontier;
  }

  private void askNowAndThen(List<PartitionEnds> offered, Instant planned) {
    boolean isOld = asked.plus(ASK_EVERY).isBefore(planned);
    if (arrival != Arrival.INGEST && (isOld || !knows(offered))) {
      ends = logEnds.get();
      asked = planned;
    }
  }

  private boolean knows(List<PartitionEnds> offered) {
    return offered.stream()
        .allMatch(
            topic ->
                topic.latest().keySet().stream()
                    .allMatch(partition -> ends.next(topic.topic(), partition).isPresent()));
  }

  /** Empty where producers say when a record arrives: of one to come they may say anything. */
  private OptionalLong bound(SourceOffsets position, String topic, int partition, Instant planned) {
    if (arrival == Arrival.INGEST) {
      return OptionalLong.of(micros(planned));
    }
    long end = ends.next(topic, partition).orElseThrow();
    if (position.next(topic, partition).orElse(0) < end) {
      return OptionalLong.of(Long.MIN_VALUE);
    }
    return arrival == Arrival.BROKER ? OptionalLong.of(micros(asked)) : OptionalLong.empty();
  }

  private long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment.minus(slack));
  }
}
