package dev.sluice.examples.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.examples.truth.Coordinates;
import dev.sluice.examples.truth.Label;
import dev.sluice.examples.truth.TruthFile;
import dev.sluice.examples.truth.TruthRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorRunTest {
  @TempDir Path folder;

  @Test
  void everyAcknowledgedRecordIsInTheTruth() throws IOException {
    GeneratorRun run = run(Duration.ofMillis(3), producer(true));
    run.run();
    assertThat(run.sent()).isEqualTo(3);
    assertThat(run.acknowledged()).isEqualTo(3);
    List<TruthRecord> truth = truth();
    assertThat(truth).hasSize(3);
    TruthRecord last = truth.get(2);
    assertThat(last.sequence()).isEqualTo(2);
    assertThat(last.coordinates()).isEqualTo(new Coordinates("events", 0, 2));
    assertThat(last.eventId()).contains("id-2");
    assertThat(last.fields().orElseThrow().get("text").textValue()).isEqualTo("two\nlines 2");
  }

  @Test
  void aRefusedRecordFailsTheRun() {
    MockProducer<byte[], byte[]> producer = producer(false);
    GeneratorRun run = run(Duration.ofHours(1), producer);
    CompletableFuture<Void> running = CompletableFuture.runAsync(run);
    Awaitility.await()
        .until(() -> producer.errorNext(new RecordTooLargeException("too large for this topic")));
    Awaitility.await().until(() -> producer.completeNext() || running.isDone());
    assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("Cannot send to nowhere:1: too large for this topic");
  }

  @Test
  void aStoppedRunHasACompleteTruth() throws Exception {
    GeneratorRun run = run(Duration.ofHours(1), producer(true));
    CompletableFuture<Void> running = CompletableFuture.runAsync(run);
    Awaitility.await().until(() -> run.sent() > 10);
    run.stop();
    running.get(10, TimeUnit.SECONDS);
    assertThat(run.acknowledged()).isEqualTo(run.sent());
    assertThat(truth()).hasSize((int) run.sent());
  }

  @Test
  void aRateMustBePositive() {
    assertThatThrownBy(
            () ->
                new GeneratorSettings(
                    "nowhere:1", folder.resolve("t"), 0, Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid rate: 0.0 (must be positive)");
  }

  private List<TruthRecord> truth() throws IOException {
    try (Stream<TruthRecord> truth = TruthFile.read(folder.resolve("truth.jsonl"))) {
      return truth.toList();
    }
  }

  private GeneratorRun run(Duration duration, Producer<byte[], byte[]> producer) {
    GeneratorSettings settings =
        new GeneratorSettings(
            "nowhere:1", folder.resolve("truth.jsonl"), 1_000, duration, 1, Instant.EPOCH);
    return new GeneratorRun(settings, OneEachMilli::new, () -> producer);
  }

  private static MockProducer<byte[], byte[]> producer(boolean completesAtOnce) {
    return new MockProducer<>(
        completesAtOnce, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static final class OneEachMilli implements EventSource {
    private long index;

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Planned next() {
      return new Numbered(index++);
    }

    @Override
    public void close() {}
  }

  private record Numbered(long index) implements Planned {
    @Override
    public Duration due() {
      return Duration.ofMillis(index);
    }

    @Override
    public Outgoing at(Instant sentAt) {
      byte[] value =
          "{\"text\":\"two\\nlines %d\"}".formatted(index).getBytes(StandardCharsets.UTF_8);
      return new Outgoing(
          new ProducerRecord<>("events", 0, sentAt.toEpochMilli(), null, value),
          new Label("numbered", Optional.empty(), Optional.of("id-" + index), true));
    }
  }
}
