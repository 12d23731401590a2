package dev.sluice.examples.generate;

import dev.sluice.examples.truth.Coordinates;
import dev.sluice.examples.truth.Label;
import dev.sluice.examples.truth.TruthWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One run of a generator: sends its events evenly paced and writes the truth file. Run it once, in
 * a thread of its own; the counters and {@link #stop()} may be used from any other. When {@link
 * #run()} has returned, every record sent is acknowledged and in the truth file.
 */
public final class GeneratorRun implements Runnable {
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final Duration FLUSH_EVERY = Duration.ofSeconds(1);

  private final GeneratorSettings settings;
  private final EventSource.Opener events;
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean stopped;

  /** Sends {@code events} to Kafka. */
  public GeneratorRun(GeneratorSettings settings, EventSource.Opener events) {
    this(settings, events, () -> kafkaProducer(settings));
  }

  GeneratorRun(
      GeneratorSettings settings,
      EventSource.Opener events,
      Supplier<Producer<byte[], byte[]>> producers) {
    this.settings = settings;
    this.events = events;
    this.producers = producers;
  }

  /** Records handed to the producer so far. */
  public long sent() {
    return sent.get();
  }

  /** Records acknowledged, and so in the truth, so far. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Ends the run after the event being sent; {@link #run()} returns once all are acknowledged. */
  public void stop() {
    stopped = true;
  }

  /**
   * Sends until the duration is over, the events end, or {@link #stop()}.
   *
   * @throws UncheckedIOException if the truth file or the data cannot be written or read
   * @throws IllegalStateException if Kafka refused a record for good: the truth is then incomplete
   */
  @Override
  public void run() {
    try (TruthWriter truth = new TruthWriter(settings.truthFile());
        EventSource source = events.open();
        Producer<byte[], byte[]> producer = producers.get()) {
      sendAll(source, producer, truth);
      producer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (failure.get() != null) {
      throw new IllegalStateException(
          "Cannot send to " + settings.bootstrapServers() + ": " + failure.get().getMessage(),
          failure.get());
    }
  }

  private void sendAll(EventSource source, Producer<byte[], byte[]> producer, TruthWriter truth)
      throws IOException {
    long start = startNanos();
    long nextFlush = start;
    while (source.hasNext()) {
      Planned planned = source.next();
      if (planned.due().compareTo(settings.duration()) >= 0) {
        return;
      }
      awaitDue(start + planned.due().toNanos());
      if (stopped || failure.get() != null) {
        return;
      }
      send(planned, producer, truth);
      if (System.nanoTime() >= nextFlush) {
        truth.flush();
        nextFlush = System.nanoTime() + FLUSH_EVERY.toNanos();
      }
    }
  }

  private long startNanos() {
    Duration untilStart = Duration.between(Instant.now(), settings.start());
    return System.nanoTime() + (untilStart.isNegative() ? 0 : untilStart.toNanos());
  }

  private void awaitDue(long dueNanos) {
    long left = dueNanos - System.nanoTime();
    while (left > 0 && !stopped) {
      LockSupport.parkNanos(Math.min(left, LONGEST_PAUSE.toNanos()));
      left = dueNanos - System.nanoTime();
    }
  }

  // What comes of it is told to the callback.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(Planned planned, Producer<byte[], byte[]> producer, TruthWriter truth) {
    Instant sentAt = Instant.ofEpochMilli(System.currentTimeMillis());
    Outgoing outgoing = planned.at(sentAt);
    long sequence = sent.getAndIncrement();
    producer.send(
        outgoing.message(),
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          } else {
            record(truth, sequence, outgoing.label(), metadata, sentAt, outgoing.message().value());
          }
        });
  }

  private void record(
      TruthWriter truth,
      long sequence,
      Label label,
      RecordMetadata metadata,
      Instant sentAt,
      byte[] value) {
    Coordinates coordinates =
        new Coordinates(metadata.topic(), metadata.partition(), metadata.offset());
    try {
      truth.append(sequence, label, coordinates, metadata.timestamp(), sentAt, value);
      acknowledged.incrementAndGet();
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
  }

  private static Producer<byte[], byte[]> kafkaProducer(GeneratorSettings settings) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrapServers(),
            ProducerConfig.CLIENT_ID_CONFIG,
            "sluice-generator",
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 * 1024,
            // Room for the values that are too large on purpose.
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            2 * 1024 * 1024),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
