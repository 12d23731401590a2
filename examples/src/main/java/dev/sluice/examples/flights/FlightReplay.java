package dev.sluice.examples.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.examples.generate.EventSource;
import dev.sluice.examples.generate.Outgoing;
import dev.sluice.examples.generate.Planned;
import dev.sluice.examples.truth.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The flights of a file as events, each due as its departure and the pace have it. */
final class FlightReplay implements EventSource {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().build().writerFor(ObjectNode.class);
  private static final double NANOS = 1e9;

  private final FlightReader flights;
  private final FlightIds ids = new FlightIds();
  private final OptionalDouble speedUp;
  private final long nanosBetween;
  private Instant first;
  private long lastDue;

  /**
   * Opens a file.
   *
   * @param rate flights per second at most
   * @param speedUp how many seconds of 2001 pass in one; without it only the rate counts
   */
  FlightReplay(Path file, double rate, OptionalDouble speedUp) throws IOException {
    this.flights = new FlightReader(file);
    this.nanosBetween = Math.round(NANOS / rate);
    this.speedUp = speedUp;
  }

  @Override
  public boolean hasNext() {
    return flights.hasNext();
  }

  @Override
  public Planned next() {
    Flight flight = flights.next();
    Duration due = Duration.ofNanos(dueNanos(flight));
    return new PlannedFlight(due, ids.next(flight), flight);
  }

  @Override
  public void close() throws IOException {
    flights.close();
  }

  private long dueNanos(Flight flight) {
    if (first == null) {
      first = flight.departure();
      lastDue = 0;
      return 0;
    }
    lastDue += nanosBetween;
    if (speedUp.isPresent()) {
      double seconds = Duration.between(first, flight.departure()).toSeconds();
      lastDue = Math.max(lastDue, Math.round(seconds / speedUp.getAsDouble() * NANOS));
    }
    return lastDue;
  }

  /** A flight to send: the record's timestamp is its departure. */
  private record PlannedFlight(Duration due, String eventId, Flight flight) implements Planned {
    @Override
    public Outgoing at(Instant sentAt) {
      ProducerRecord<byte[], byte[]> message =
          new ProducerRecord<>(
              FlightsGenerator.TOPIC,
              null,
              flight.departure().toEpochMilli(),
              flight.origin().getBytes(StandardCharsets.UTF_8),
              value());
      return new Outgoing(
          message, new Label("flight", Optional.empty(), Optional.of(eventId), true));
    }

    private byte[] value() {
      ObjectNode document = new ObjectNode(JsonNodeFactory.instance);
      document.put("event_id", eventId);
      document.put("departure", flight.departure().toString());
      document.put("origin", flight.origin());
      document.put("destination", flight.destination());
      document.put("distance", flight.distance());
      document.put("delay", flight.delay());
      try {
        return WRITER.writeValueAsBytes(document);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Cannot write a flight as JSON", e);
      }
    }
  }
}
