package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.error.SluiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
  @TempDir static Path directory;

  private static KafkaBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start(KafkaBroker.Options.in(directory));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aRecordGoesRoundStampedByTheBroker() throws Exception {
    broker.createTopic("round-trip", 1);
    Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
    send("round-trip", longAgo.toEpochMilli(), "hello");

    ConsumerRecord<byte[], byte[]> record = readFirst("round-trip");

    assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(Instant.ofEpochMilli(record.timestamp())).isAfter(longAgo.plusSeconds(1));
  }

  @Test
  void settingsOfATopicWinOverOurs() throws Exception {
    broker.createTopic("own-stamps", 1, Map.of("message.timestamp.type", "CreateTime"));
    send("own-stamps", 1_000, "hello");

    assertThat(readFirst("own-stamps").timestamp()).isEqualTo(1_000);
  }

  @Test
  void creatingATopicTwiceLeavesTheFirst() {
    broker.createTopic("twice", 3);
    Map<String, String> ids = broker.topicIds(List.of("twice"));
    broker.createTopic("twice", 5);

    assertThat(broker.topicIds(List.of("twice"))).isEqualTo(ids);
  }

  @Test
  void aMissingTopicIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> broker.topicIds(List.of("nowhere")))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Cannot describe topics [nowhere] on Kafka at 127.0.0.1:");
  }

  @Test
  void recordsSurviveSigkill() throws Exception {
    broker.createTopic("survivor", 1);
    send("survivor", 0, "still here");
    Map<String, String> ids = broker.topicIds(List.of("survivor"));

    broker.kill();
    assertThat(broker.isAlive()).isFalse();
    broker.restart();

    assertThat(new String(readFirst("survivor").value(), StandardCharsets.UTF_8))
        .isEqualTo("still here");
    assertThat(broker.topicIds(List.of("survivor"))).isEqualTo(ids);
  }

  @Test
  void aTakenPortIsAnError(@TempDir Path other) {
    KafkaBroker.Options taken = KafkaBroker.Options.in(other).withPort(broker.port());
    assertThatThrownBy(() -> KafkaBroker.start(taken))
        .isInstanceOf(SluiceException.class)
        .hasMessage("Cannot start Kafka on 127.0.0.1:" + broker.port() + ": the port is taken");
  }

  @Test
  void aPortTakenWhileTheBrokerLoadsIsTheSameError(@TempDir Path other) {
    KafkaBroker.Options options = KafkaBroker.Options.in(other);
    List<ServerSocket> others = new ArrayList<>();

    assertThatThrownBy(
            () -> KafkaBroker.start(options, process -> others.add(listen(options.port()))))
        .isInstanceOf(SluiceException.class)
        .hasMessage("Cannot start Kafka on 127.0.0.1:" + options.port() + ": the port is taken");
    others.forEach(KafkaBrokerTest::close);
  }

  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBrokerThatCannotStartIsAnErrorThatNamesTheLog(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("data"), "a file where its directory should be");
    assertThatThrownBy(() -> KafkaBroker.start(KafkaBroker.Options.in(other)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Cannot start Kafka: the process ended")
        .hasMessageContaining("kafka.log");
    assertThat(other.resolve("kafka.log"))
        .content()
        .contains("Cannot start Kafka in " + other.resolve("data"));
  }

  @Test
  void missingJarsAreAnErrorThatSaysHowToBuildThem() {
    BrokerJars nothing = new BrokerJars(directory.resolve("empty"));
    assertThatThrownBy(nothing::classPath)
        .isInstanceOf(SluiceException.class)
        .hasMessage("Cannot start Kafka: its jars are not in " + directory.resolve("empty"))
        .extracting(error -> ((SluiceException) error).hint())
        .asString()
        .contains("./mvnw -pl local-kafka process-classes");
  }

  private static void send(String topic, long timestamp, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<byte[], byte[]>(topic, 0, timestamp, null, bytes)).get();
    }
  }

  private static ConsumerRecord<byte[], byte[]> readFirst(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(Set.of(new TopicPartition(topic, 0)));
      return consumer.poll(Duration.ofSeconds(20)).iterator().next();
    }
  }
}
