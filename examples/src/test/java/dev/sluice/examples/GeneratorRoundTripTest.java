package dev.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.flights.FlightsGenerator;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import dev.sluice.examples.truth.Coordinates;
import dev.sluice.examples.truth.TruthFile;
import dev.sluice.examples.truth.TruthRecord;
import dev.sluice.local.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker holds what the truth file says, where it says. */
class GeneratorRoundTripTest {
  private static final Path HOME = Path.of(System.getProperty("sluice.home"));

  private static KafkaBroker broker;
  @TempDir static Path folder;

  @BeforeAll
  static void startKafka() {
    broker = KafkaBroker.start(KafkaBroker.Options.in(folder));
  }

  @AfterAll
  static void stopKafka() {
    broker.close();
  }

  @Test
  void clicksAreStoredAsTheTruthSays() throws IOException {
    Map<Coordinates, Instant> stored =
        sentAndStored(new ClickstreamExample(HOME), 20_000, Duration.ofMillis(2_500));
    assertThat(stored).hasSize(50_000);
  }

  @Test
  void flightsKeepTheTimeOfTheirDeparture() throws IOException {
    Example flights =
        new FlightsExample(HOME, FlightsGenerator.sample(HOME), OptionalDouble.empty());
    Map<Coordinates, Instant> stored = sentAndStored(flights, 5_000, Duration.ofSeconds(1));
    assertThat(stored).hasSize(5_000);
    assertThat(stored.values())
        .allSatisfy(time -> assertThat(time).isBefore("2001-01-09T00:00:00Z"));
  }

  private static Map<Coordinates, Instant> sentAndStored(
      Example example, double rate, Duration duration) throws IOException {
    TopicSettings topic = example.topics().get(0);
    broker.createTopic(topic.name(), topic.partitions(), topic.configs());
    Path file = folder.resolve(example.name() + ".jsonl");
    GeneratorRun run =
        example.generator(
            new GeneratorSettings(broker.bootstrapServers(), file, rate, duration, 1));
    run.run();
    List<TruthRecord> truth;
    try (Stream<TruthRecord> lines = TruthFile.read(file)) {
      truth = lines.toList();
    }
    Map<Coordinates, Instant> stored = stored(topic.name());
    Map<Coordinates, Instant> sent = new HashMap<>();
    truth.forEach(record -> sent.put(record.coordinates(), record.timestamp()));
    assertThat(run.acknowledged()).isEqualTo(truth.size());
    assertThat(stored).isEqualTo(sent);
    return stored;
  }

  private static Map<Coordinates, Instant> stored(String topic) {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    Map<Coordinates, Instant> stored = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream().map(GeneratorRoundTripTest::partition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> put(stored, record));
      }
    }
    return stored;
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private static void put(Map<Coordinates, Instant> stored, ConsumerRecord<byte[], byte[]> record) {
    stored.put(
        new Coordinates(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()));
  }
}
