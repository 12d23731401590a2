package dev.sluice.lanes;

import dev.sluice.common.table.SourceOffsets;
import dev.sluice.local.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A topic of one test and what was sent to it. */
final class TestTopic implements AutoCloseable {
  private static final Set<String> SHARED = ConcurrentHashMap.newKeySet();

  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<String> sent = new ArrayList<>();
  private SourceOffsets ends = SourceOffsets.NONE;

  private TestTopic(String name, KafkaProducer<byte[], byte[]> producer) {
    this.name = name;
    this.producer = producer;
  }

  /** A topic of the shared broker, whose name no other test may have. */
  static TestTopic create(String name, int partitions) {
    if (!SHARED.add(name)) {
      throw new IllegalArgumentException("another test has a topic " + name);
    }
    return create(TestStack.broker(), name, partitions);
  }

  static TestTopic create(KafkaBroker broker, String name, int partitions) {
    broker.createTopic(name, partitions);
    return new TestTopic(name, TestStack.producer(broker));
  }

  /** Sends a value and gives its coordinates. */
  String send(int partition, String value) {
    return sendBytes(partition, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for what is no text. */
  synchronized String sendBytes(int partition, byte[] value) {
    return remember(TestStack.sendBytes(producer, name, partition, value));
  }

  /**
   * Sends values, null among them, to the partitions in turn, none waiting for another; gives their
   * coordinates in order.
   */
  synchronized List<String> sendAll(List<byte[]> values, int partitions) {
    List<Future<RecordMetadata>> pending = new ArrayList<>();
    for (byte[] value : values) {
      int partition = pending.size() % partitions;
      pending.add(producer.send(new ProducerRecord<>(name, partition, null, value)));
    }
    return pending.stream().map(TestStack::await).map(this::remember).toList();
  }

  private String remember(RecordMetadata metadata) {
    String coordinates = metadata.partition() + ":" + metadata.offset();
    sent.add(coordinates);
    ends = ends.with(name, "", metadata.partition(), metadata.offset() + 1);
    return coordinates;
  }

  /** Takes what another producer sent to a partition for sent, up to an offset. */
  synchronized void sentByOthers(int partition, long next) {
    ends = ends.with(name, "", partition, next);
  }

  /** {@code partition:offset} of everything sent. */
  synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  /** The offsets after everything sent. */
  synchronized SourceOffsets ends() {
    return ends;
  }

  @Override
  public void close() {
    producer.close();
  }
}
