package dev.sluice.lanes;

import dev.sluice.bronze.BatchPlanner;
import dev.sluice.bronze.KafkaBatchReader;
import dev.sluice.bronze.KafkaTopics;
import dev.sluice.bronze.PartitionEnds;
import dev.sluice.bronze.TopicRange;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The topics of a dataset as a series of micro-batches: asks what there is, plans the next range of
 * offsets, reads it. Remembers only how far it has come since its start.
 */
final class KafkaFeed implements AutoCloseable {
  private final DatasetContext context;
  private final long epoch;
  private final KafkaTopics topics;
  private final BatchPlanner planner;
  private final KafkaBatchReader reader;
  private final IdleFrontier idle;
  private SourceOffsets position;
  private long nextBatch;
  private Map<String, Long> lags = Map.of();

  private KafkaFeed(DatasetContext context, long epoch, SourceOffsets position) {
    this.context = context;
    this.epoch = epoch;
    this.topics = context.openTopics();
    this.planner = new BatchPlanner(context.source());
    this.reader = new KafkaBatchReader(context.session(), context.cluster(), context.source());
    this.idle = new IdleFrontier(context.source().arrival(), topics::logEnds, IdleFrontier.SLACK);
    this.position = position;
  }

  /**
   * Goes on where bronze ends, in a new epoch; tells bronze where the reading of a topic begins.
   */
  static KafkaFeed open(DatasetContext context, long epoch) {
    Reached bronze = context.bronze().reached();
    KafkaFeed feed = new KafkaFeed(context, epoch, bronze.offsets());
    try {
      feed.begin(bronze);
      context.meters().warn(SurroundingsCheck.warnings(context, feed.topics.stampedByProducers()));
      return feed;
    } catch (RuntimeException unreachable) {
      feed.close();
      throw unreachable;
    }
  }

  private void begin(Reached bronze) {
    position = planner.begin(bronze.offsets(), ends());
    if (!position.equals(bronze.offsets())) {
      context.bronze().begin(bronze.withOffsets(position));
    }
  }

  /**
   * One micro-batch.
   *
   * @param rows of the bronze schema, lazily read
   * @param offsets where the source stands after it
   * @param idle arrival times below which partitions will give nothing more, whose records it has
   *     all; see {@link IdleFrontier}
   * @param offsetCount offsets it covers
   */
  record FeedBatch(
      BatchId id, Rows rows, SourceOffsets offsets, ArrivalFrontier idle, long offsetCount) {
    /** What it covers, from a frontier on. */
    Reached range(ArrivalFrontier before) {
      return new Reached(id, id, offsets, before);
    }
  }

  /** The next batch, if there is anything to read. */
  Optional<FeedBatch> next() {
    Instant planned = Instant.now();
    List<PartitionEnds> ends = ends();
    List<TopicRange> ranges = planner.next(position, ends);
    lags = ends.stream().collect(Collectors.toMap(PartitionEnds::topic, this::lag));
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    for (TopicRange range : ranges) {
      position = position.with(range.topic(), range.topicId(), range.partition(), range.until());
    }
    BatchId id = new BatchId(epoch, nextBatch++);
    long count = ranges.stream().mapToLong(TopicRange::size).sum();
    return Optional.of(
        new FeedBatch(
            id,
            reader.read(ranges, id, planned),
            position,
            idle.after(position, ends, planned),
            count));
  }

  /** What there is to read; no log ends before the position. */
  private List<PartitionEnds> ends() {
    List<PartitionEnds> ends = topics.ends();
    if (planner.isBeyond(position, ends)) {
      // What is remembered of the topics may be older than the position: a topic made anew too
      // offers less.
      ends = topics.endsDescribedAnew();
      planner.checkLogs(position, ends, topics.logEnds());
    }
    return ends;
  }

  /**
   * Stops when records read before this call may be those of a topic made anew, whose id was not
   * noticed: batches are planned from what was asked some seconds ago. For any thread.
   */
  void checkSource(SourceOffsets read) {
    topics.checkIds(read);
  }

  /** Tells how large a batch turned out to be. */
  void observed(long records, long bytes) {
    planner.observed(records, bytes);
  }

  /** Offsets that waited when the last batch was planned, the batch included. */
  long lag() {
    return lags.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same by topic. */
  Map<String, Long> lags() {
    return lags;
  }

  private long lag(PartitionEnds topic) {
    long waiting = 0;
    for (Map.Entry<Integer, Long> partition : topic.latest().entrySet()) {
      long earliest = topic.earliest().getOrDefault(partition.getKey(), 0L);
      long next = position.next(topic.topic(), partition.getKey()).orElse(earliest);
      waiting += Math.max(0, partition.getValue() - next);
    }
    return waiting;
  }

  @Override
  public void close() {
    topics.close();
  }
}
