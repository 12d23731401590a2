package dev.sluice.bronze;

import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.DatasetDefinition.StartingOffsets;
import dev.sluice.common.error.SourceErrors;
import dev.sluice.common.table.SourceOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chooses the offsets of the next micro-batch: everything there is, bounded in records and bytes,
 * each partition getting its share of the bound by its backlog. Stops on a topic made anew, on
 * records that Kafka deleted before they were read, and on a log that ends before the position.
 */
public final class BatchPlanner {
  /** Weight of the newest batch in the running mean of a record's size. */
  private static final double NEWEST = 0.2;

  private final KafkaSource source;
  private double bytesPerRecord = 512;

  /** Plans batches for one source. */
  public BatchPlanner(KafkaSource source) {
    this.source = source;
  }

  /** Tells how large the records of a batch were, so that the next is bounded in bytes. */
  public void observed(long records, long bytes) {
    if (records > 0) {
      bytesPerRecord += NEWEST * ((double) bytes / records - bytesPerRecord);
    }
  }

  /**
   * The position with the beginnings of topics it does not know: the first or the last offset of
   * each of their partitions, as the dataset says. To be kept with the table, lest records that
   * come or go before the first batch is committed move it.
   */
  public SourceOffsets begin(SourceOffsets position, List<PartitionEnds> ends) {
    SourceOffsets begun = position;
    for (PartitionEnds topic : ends) {
      if (!position.topics().containsKey(topic.topic())) {
        Map<Integer, Long> first =
            source.startingOffsets() == StartingOffsets.LATEST ? topic.latest() : topic.earliest();
        for (Map.Entry<Integer, Long> partition : first.entrySet()) {
          begun = begun.with(topic.topic(), topic.id(), partition.getKey(), partition.getValue());
        }
      }
    }
    return begun;
  }

  /**
   * The next batch; empty when there is nothing new. A partition that the position does not know
   * was added later and is read from its beginning.
   *
   * @param position with the beginnings of all topics
   * @throws dev.sluice.common.error.SluiceException {@code TOPIC_RECREATED} or {@code DATA_LOSS}
   */
  public List<TopicRange> next(SourceOffsets position, List<PartitionEnds> ends) {
    List<TopicRange> backlog = new ArrayList<>();
    for (PartitionEnds topic : ends) {
      checkId(position, topic);
      topic
          .latest()
          .forEach(
              (partition, latest) -> {
                long from = start(position, topic, partition);
                if (latest > from) {
                  backlog.add(new TopicRange(topic.topic(), topic.id(), partition, from, latest));
                }
              });
    }
    return bounded(backlog);
  }

  /** Whether some partition offers less than has been read of it: a reason to look closer. */
  public boolean isBeyond(SourceOffsets position, List<PartitionEnds> ends) {
    return ends.stream()
        .anyMatch(
            topic ->
                topic.latest().entrySet().stream()
                    .anyMatch(
                        end ->
                            position.next(topic.topic(), end.getKey()).orElse(0) > end.getValue()));
  }

  /**
   * Stops when a log ends before the position. What {@code read_committed} may see is no measure of
   * that: it depends on transactions.
   *
   * @param logEnds where the logs end, asked for after the position had been reached
   * @throws dev.sluice.common.error.SluiceException {@code TOPIC_RECREATED} or {@code
   *     LOG_TRUNCATED}
   */
  public void checkLogs(SourceOffsets position, List<PartitionEnds> ends, SourceOffsets logEnds) {
    for (PartitionEnds topic : ends) {
      checkId(position, topic);
      for (int partition : topic.latest().keySet()) {
        long next = position.next(topic.topic(), partition).orElse(0);
        long end = logEnds.next(topic.topic(), partition).orElseThrow();
        if (end < next) {
          throw SourceErrors.logTruncated(topic.topic() + "/" + partition, end, next);
        }
      }
    }
  }

  private static void checkId(SourceOffsets position, PartitionEnds topic) {
    SourceOffsets.Topic known = position.topics().get(topic.topic());
    if (known != null && !known.mayBe(topic.id())) {
      throw SourceErrors.topicRecreated(topic.topic(), known.id(), topic.id());
    }
  }

  private static long start(SourceOffsets position, PartitionEnds topic, int partition) {
    long next = position.next(topic.topic(), partition).orElse(0);
    long earliest = topic.earliest().getOrDefault(partition, 0L);
    if (next < earliest) {
      throw SourceErrors.dataLoss(
          topic.topic() + "/" + partition + " from " + next + " to " + (earliest - 1));
    }
    return next;
  }

  private List<TopicRange> bounded(List<TopicRange> backlog) {
    long total = backlog.stream().mapToLong(TopicRange::size).sum();
    long bound =
        Math.max(
            1,
            Math.min(
                source.maxRecordsPerBatch(),
                (long) (source.maxBytesPerBatch() / Math.max(1, bytesPerRecord))));
    if (total <= bound) {
      return backlog;
    }
    List<TopicRange> ranges = new ArrayList<>();
    for (TopicRange range : backlog) {
      long share = Math.max(1, (long) ((double) range.size() / total * bound));
      long until = Math.min(range.until(), range.from() + share);
      ranges.add(
          new TopicRange(range.topic(), range.topicId(), range.partition(), range.from(), until));
    }
    return ranges;
  }
}
