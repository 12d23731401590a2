package dev.sluice.cli.init;

import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.error.SourceErrors;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The newest records of a topic, read without a consumer group: nothing is committed. */
public final class TopicSample {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicSample() {}

  /**
   * Reads them.
   *
   * @param events about how many, the same share of each partition
   * @throws dev.sluice.common.error.SluiceException SL-2004 when the cluster does not answer or has
   *     no such topic
   */
  public static Sample read(Cluster cluster, String topic, int events) {
    Map<String, Object> config = new HashMap<>(cluster.options());
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      return read(consumer, partitions(consumer, topic), events);
    } catch (KafkaException e) {
      throw SourceErrors.kafkaUnreachable(
          cluster.name(), cluster.bootstrapServers(), List.of(topic), e);
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("there is no such topic");
    }
    return partitions;
  }

  private static Sample read(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, int events) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    long share = (events + partitions.size() - 1) / partitions.size();
    partitions.forEach(
        partition ->
            consumer.seek(partition, Math.max(begin.get(partition), end.get(partition) - share)));
    Sample sample = new Sample();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < deadline
        && partitions.stream().anyMatch(p -> consumer.position(p) < end.get(p))) {
      consumer.poll(POLL).forEach(record -> sample.take(record.value()));
    }
    return sample;
  }
}
