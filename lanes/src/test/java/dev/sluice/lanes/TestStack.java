package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.local.KafkaBroker;
import dev.sluice.local.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import redis.clients.jedis.Jedis;

/** One broker and one Redis for all tests of this module, started on first use. */
final class TestStack {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "occurred_at", "price"],
       "properties": {
         "event_id": {"type": "string"},
         "occurred_at": {"type": "integer"},
         "price": {"type": "number", "sluiceType": "decimal(18,2)"},
         "country": {"type": "string"},
         "buyer": {"type": "string"}}}
      """;

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: %1$s}
      source:
        kafka: {cluster: main, topics: [%1$s]%3$s}
      schema:
        format: json
        file: click.schema.json
        eventId: event_id
        eventTime: {field: occurred_at, unit: millis}
      silver:%4$s
        rules:
          - {name: price_not_negative, expr: "price >= %2$d", onFail: quarantine}%5$s
        dedup: {key: [event_id], within: 30 minutes}
        late: {after: 10 minutes}
      gold:
        aggregates:
          - name: %1$s_sales
            window: {tumbling: 1 minute}
            groupBy: [country]
            measures: {orders: "count(*)", revenue: "sum(price)", mean: "avg(price)"}
            hot: {key: "%1$s:{country}:{window_start}", ttl: 2 hours}
          - name: %1$s_hourly
            window: {tumbling: 1 hour}
            groupBy: [country]
            measures: {orders: "count(*)", revenue: "sum(price)", mean: "avg(price)"}
      erasure: {subject: buyer}
      """;

  private static final KafkaBroker BROKER = KafkaBroker.start();
  private static final RedisServer REDIS = RedisServer.start();
  private static final KafkaProducer<byte[], byte[]> PRODUCER = producer(BROKER);

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  PRODUCER.close(Duration.ofSeconds(1));
                  REDIS.close();
                  BROKER.close();
                }));
  }

  private TestStack() {}

  static KafkaBroker broker() {
    return BROKER;
  }

  static Jedis redis() {
    return new Jedis(REDIS.uri());
  }

  static void createTopic(String topic, int partitions) {
    BROKER.createTopic(topic, partitions);
  }

  static RecordMetadata send(String topic, int partition, String value) {
    return send(PRODUCER, topic, partition, value);
  }

  static RecordMetadata send(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, String value) {
    return sendBytes(
        producer, topic, partition, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  static RecordMetadata sendBytes(
      KafkaProducer<byte[], byte[]> producer, String topic, int partition, byte[] value) {
    return await(producer.send(new ProducerRecord<>(topic, partition, null, value)));
  }

  /** Where a record is, once the broker has it. */
  static RecordMetadata await(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  static KafkaProducer<byte[], byte[]> producer(KafkaBroker broker) {
    return producer(broker, Map.of());
  }

  static KafkaProducer<byte[], byte[]> producer(KafkaBroker broker, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("acks", "all");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** An event of now. */
  static String event(String id, String price, String country) {
    return event(id, price, country, System.currentTimeMillis());
  }

  static String event(String id, String price, String country, long at) {
    return "{\"event_id\":\"%s\",\"occurred_at\":%d,\"price\":%s,\"country\":\"%s\"}"
        .formatted(id, at, price, country);
  }

  static PlatformDefinition platform(Path lake, LaneOption lanes) {
    return platform(lake, lanes, BROKER, Optional.of(REDIS));
  }

  static PlatformDefinition platform(
      Path lake, LaneOption lanes, KafkaBroker broker, Optional<RedisServer> redis) {
    return new PlatformDefinition(
        lake.toString(),
        Map.of("main", new Cluster("main", broker.bootstrapServers(), Map.of())),
        redis.map(server -> server.uri().toString()),
        lanes,
        Duration.ofMillis(300),
        Duration.ofMillis(300));
  }

  /** The text of a platform file for the shared servers. */
  static String platformFile(Path lake) {
    return """
        apiVersion: sluice/v1
        kind: Platform
        lake: %s
        clusters: {main: {bootstrapServers: "%s"}}
        redis: %s
        intervals: {tables: 300 ms, gold: 300 ms}
        """
        .formatted(lake, BROKER.bootstrapServers(), REDIS.uri());
  }

  /** A dataset that reads the topic of its name. */
  static AnalyzedDataset dataset(Path directory, String name, int lowestPrice) {
    return dataset(directory, name, lowestPrice, "");
  }

  /**
   * The same with more said of its source.
   *
   * @param source such as {@code , maxRecordsPerBatch: 10}
   */
  static AnalyzedDataset dataset(Path directory, String name, int lowestPrice, String source) {
    return dataset(directory, name, lowestPrice, source, "", "");
  }

  /**
   * The same with columns of silver's own.
   *
   * @param select such as {@code upper(country) as country}; nothing when empty
   * @param more lines behind the first rule: others, and keys of silver
   */
  static AnalyzedDataset dataset(
      Path directory, String name, int lowestPrice, String source, String select, String more) {
    Path file = datasetFile(directory, name, lowestPrice, source, select, more);
    return Definitions.require(List.of(file), platform(directory, LaneOption.LIVE)).get(0);
  }

  static Path datasetFile(Path directory, String name, int lowestPrice, String source) {
    return datasetFile(directory, name, lowestPrice, source, "", "");
  }

  /**
   * A dataset file whose schema has more fields, before the one called country.
   *
   * @param fields such as {@code "size": {"type": "integer"}, }
   */
  static Path datasetFileWith(Path directory, String name, String fields) {
    Path file = datasetFile(directory, name, 0, "");
    try {
      Path schema = directory.resolve("click.schema.json");
      Files.writeString(
          schema, Files.readString(schema).replace("\"country\":", fields + "\"country\":"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path datasetFile(
      Path directory, String name, int lowestPrice, String source, String select, String more) {
    String line = select.isEmpty() ? "" : "\n  select: [\"" + select + "\"]";
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("click.schema.json"), SCHEMA);
      Path file = directory.resolve(name + ".yaml");
      return Files.writeString(file, DATASET.formatted(name, lowestPrice, source, line, more));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
