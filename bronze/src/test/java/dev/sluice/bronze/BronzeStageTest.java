package dev.sluice.bronze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.DatasetDefinition.StartingOffsets;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Commit;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.local.KafkaBroker;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker's records, as bronze has them. */
class BronzeStageTest {
  private static KafkaBroker broker;

  private final SparkSession session = SparkForTests.session();
  @TempDir Path directory;

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void recordsArriveByteForByte() {
    broker.createTopic("bytes", 1);
    byte[] all = new byte[256];
    IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
    List<Header> headers =
        List.of(
            new RecordHeader("trace", all),
            new RecordHeader("trace", "again".getBytes(UTF_8)),
            new RecordHeader("schlüssel", null),
            new RecordHeader("", new byte[0]));
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      producer.send(new ProducerRecord<>("bytes", 0, all, all, headers));
      producer.send(new ProducerRecord<>("bytes", 0, null, null));
      producer.send(new ProducerRecord<>("bytes", 0, new byte[0], new byte[0]));
    }
    BronzeStage bronze = new BronzeStage(session, directory.toString());
    Commit commit = ingest(bronze, "bytes", Arrival.BROKER, Instant.now());

    assertThat(commit.rows()).isEqualTo(3);
    List<Row> rows = rows(bronze);
    assertThat(rows.get(0).<byte[]>getAs("key")).isEqualTo(all);
    assertThat(rows.get(0).<byte[]>getAs("value")).isEqualTo(all);
    List<Row> stored = rows.get(0).getList(rows.get(0).fieldIndex("headers"));
    assertThat(stored)
        .extracting(header -> header.getString(0))
        .containsExactly("trace", "trace", "schlüssel", "");
    assertThat(stored)
        .extracting(header -> header.<byte[]>getAs(1))
        .containsExactly(all, "again".getBytes(UTF_8), null, new byte[0]);
    assertThat(rows.get(1).<byte[]>getAs("key")).isNull();
    assertThat(rows.get(1).<byte[]>getAs("value")).isNull();
    assertThat(rows.get(2).<byte[]>getAs("key")).isEmpty();
    assertThat(rows.get(2).<byte[]>getAs("value")).isEmpty();
    assertThat(rows).extracting(row -> row.<Long>getAs("offset")).containsExactly(0L, 1L, 2L);
    assertThat(rows).extracting(row -> row.<Integer>getAs("timestamp_type")).containsOnly(1);
  }

  @Test
  void abortedRecordsAreNotThere() {
    broker.createTopic("transactions", 1);
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "shop"))) {
      producer.initTransactions();
      inTransaction(producer, "kept-1", "kept-2");
      producer.beginTransaction();
      producer.send(record("transactions", "aborted-1"));
      producer.send(record("transactions", "aborted-2"));
      producer.flush();
      producer.abortTransaction();
      inTransaction(producer, "kept-3");
      producer.beginTransaction();
      producer.send(record("transactions", "open"));
      producer.flush();

      BronzeStage bronze = new BronzeStage(session, directory.toString());
      ingest(bronze, "transactions", Arrival.BROKER, Instant.now());
      assertThat(rows(bronze))
          .extracting(row -> new String(row.<byte[]>getAs("value"), UTF_8))
          .containsExactly("kept-1", "kept-2", "kept-3");
      // Two records and their marker, two that were aborted and theirs, one and its own.
      assertThat(bronze.reached().offsets().next("transactions", 0)).hasValue(8);
      producer.abortTransaction();
    }
  }

  private static void inTransaction(KafkaProducer<byte[], byte[]> producer, String... values) {
    producer.beginTransaction();
    for (String value : values) {
      producer.send(record("transactions", value));
    }
    producer.commitTransaction();
  }

  @Test
  void arrivalIsWhatTheDatasetSays() {
    broker.createTopic("arrivals", 1, Map.of("message.timestamp.type", "CreateTime"));
    Instant produced = Instant.parse("2001-05-03T10:15:30.123Z");
    Instant planned = Instant.parse("2026-03-01T23:59:59.999Z");
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      producer.send(
          new ProducerRecord<>("arrivals", 0, produced.toEpochMilli(), null, new byte[] {1}));
    }
    for (Arrival arrival : Arrival.values()) {
      BronzeStage bronze = new BronzeStage(session, directory.resolve(arrival.name()).toString());
      ingest(bronze, "arrivals", arrival, planned);
      Row row = rows(bronze).get(0);
      assertThat(row.<Timestamp>getAs("timestamp").toInstant()).isEqualTo(produced);
      assertThat(row.<Timestamp>getAs("arrived_at").toInstant())
          .isEqualTo(arrival == Arrival.INGEST ? planned : produced);
      assertThat(row.<java.sql.Date>getAs("ingest_date")).hasToString("2026-03-01");
      assertThat(row.<Integer>getAs("timestamp_type")).isZero();
    }
  }

  /** One batch of everything a topic has. */
  private Commit ingest(BronzeStage bronze, String topic, Arrival arrival, Instant planned) {
    Cluster cluster = new Cluster("main", broker.bootstrapServers(), Map.of());
    KafkaSource source =
        new KafkaSource(
            "main", List.of(topic), StartingOffsets.EARLIEST, arrival, 1_000, 1 << 20, 1 << 20);
    BatchPlanner planner = new BatchPlanner(source);
    try (KafkaTopics topics = new KafkaTopics(cluster, List.of(topic))) {
      List<PartitionEnds> ends = topics.ends();
      SourceOffsets position = planner.begin(SourceOffsets.NONE, ends);
      List<TopicRange> ranges = planner.next(position, ends);
      for (TopicRange range : ranges) {
        position = position.with(topic, range.topicId(), range.partition(), range.until());
      }
      BatchId id = new BatchId(1, 0);
      return bronze.commit(
          List.of(new KafkaBatchReader(session, cluster, source).read(ranges, id, planned)),
          new Reached(id, id, position, ArrivalFrontier.NONE),
          1,
          topics::checkIds);
    }
  }

  private static List<Row> rows(BronzeStage bronze) {
    return bronze.table().read().orderBy("offset").collectAsList();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
    return new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8));
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
