package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.bronze.KafkaTopics;
import dev.sluice.bronze.PartitionEnds;
import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of partitions that give no record, with transactions of a real producer. */
class IdleFrontierTest {
  private static final Duration NO_SLACK = Duration.ZERO;

  @TempDir Path directory;

  @Test
  void anOpenTransactionHoldsTheFrontierUntilItsRecordsCame() {
    TestStack.createTopic("held", 1);
    try (KafkaProducer<byte[], byte[]> shop = transactional("held");
        KafkaTopics topics = topics("held")) {
      IdleFrontier idle = new IdleFrontier(Arrival.BROKER, topics::logEnds, NO_SLACK);
      shop.beginTransaction();
      long arrived = TestStack.send(shop, "held", 0, "in a transaction").timestamp() * 1_000;
      Instant later = Instant.ofEpochMilli(arrived / 1_000).plusSeconds(10);
      assertThat(afterAllThereIs(idle, topics, later).slowest()).isLessThan(arrived);

      shop.commitTransaction();
      Instant afterwards = later.plusSeconds(10);
      // The producer does not wait for its marker to be in the log.
      await()
          .untilAsserted(
              () ->
                  assertThat(afterAllThereIs(idle, topics, afterwards).slowest())
                      .isEqualTo(afterwards.toEpochMilli() * 1_000));
    }
  }

  @Test
  void whatIsAppendedAfterTheEndWasAskedForIsNotBehindIt() {
    TestStack.createTopic("remembered", 1);
    try (KafkaTopics topics = topics("remembered")) {
      IdleFrontier idle = new IdleFrontier(Arrival.BROKER, topics::logEnds, NO_SLACK);
      Instant first = Instant.ofEpochMilli(System.currentTimeMillis());
      long empty = afterAllThereIs(idle, topics, first).slowest();
      assertThat(empty).isEqualTo(first.toEpochMilli() * 1_000);

      long arrived = TestStack.send("remembered", 0, "later").timestamp() * 1_000;
      SourceOffsets beforeIt = SourceOffsets.NONE;
      Instant soon = first.plusMillis(900);
      assertThat(idle.after(beforeIt, topics.ends(), soon).slowest()).isLessThanOrEqualTo(arrived);
      Instant askedAgain = first.plusMillis(1_100);
      assertThat(idle.after(beforeIt, topics.ends(), askedAgain).slowest())
          .isEqualTo(Long.MIN_VALUE);
    }
  }

  @Test
  void nothingIsKnownOfWhatProducersWillSay() {
    TestStack.createTopic("said", 1);
    try (KafkaTopics topics = topics("said")) {
      IdleFrontier idle = new IdleFrontier(Arrival.RECORD, topics::logEnds, NO_SLACK);
      assertThat(afterAllThereIs(idle, topics, Instant.now())).isEqualTo(ArrivalFrontier.NONE);
    }
  }

  @Test
  void whatArrivesWhenItIsReadArrivesAfterwards() {
    TestStack.createTopic("read", 1);
    TestStack.send("read", 0, "waits");
    try (KafkaTopics topics = topics("read")) {
      IdleFrontier idle = new IdleFrontier(Arrival.INGEST, topics::logEnds, NO_SLACK);
      Instant planned = Instant.ofEpochMilli(System.currentTimeMillis());
      assertThat(idle.after(SourceOffsets.NONE, topics.ends(), planned).slowest())
          .isEqualTo(planned.toEpochMilli() * 1_000);
    }
  }

  /** By the frontier in silver's commits windows become final and keys are forgotten. */
  @Test
  void silverSaysNothingIsFinalWhileATransactionIsOpen() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "unfinal");
    LakeTables tables = dataset.tables();
    try (TestTopic topic = TestTopic.create("unfinal", 2);
        KafkaProducer<byte[], byte[]> shop = transactional("unfinal");
        RunningLane lane = dataset.startLive(1)) {
      shop.beginTransaction();
      long arrived = TestStack.send(shop, "unfinal", 1, event("t", "1.00", "FR")).timestamp();
      topic.send(0, event("a", "1.00", "DE"));
      tables.awaitSilver(topic);
      assertThat(slowest(tables)).isEqualTo(Long.MIN_VALUE);

      shop.commitTransaction();
      topic.sentByOthers(1, 1);
      tables.awaitSilver(topic);
      assertThat(tables.silver()).contains("1:0");
      assertThat(slowest(tables)).isPositive().isLessThanOrEqualTo(arrived * 1_000);
    }
  }

  private static long slowest(LakeTables tables) {
    return Reached.of(tables.silverTable()).frontier().slowest();
  }

  /** The frontier after a batch of everything that may be read. */
  private static ArrivalFrontier afterAllThereIs(
      IdleFrontier idle, KafkaTopics topics, Instant planned) {
    List<PartitionEnds> offered = topics.ends();
    SourceOffsets position = SourceOffsets.NONE;
    for (PartitionEnds topic : offered) {
      for (Map.Entry<Integer, Long> end : topic.latest().entrySet()) {
        position = position.with(topic.topic(), topic.id(), end.getKey(), end.getValue());
      }
    }
    return idle.after(position, offered, planned);
  }

  private static KafkaTopics topics(String topic) {
    Cluster cluster = new Cluster("main", TestStack.broker().bootstrapServers(), Map.of());
    return new KafkaTopics(cluster, List.of(topic));
  }

  private static KafkaProducer<byte[], byte[]> transactional(String id) {
    KafkaProducer<byte[], byte[]> producer =
        TestStack.producer(TestStack.broker(), Map.of("transactional.id", id));
    producer.initTransactions();
    return producer;
  }
}
