package dev.sluice.examples.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a truth file: a record that was sent and acknowledged.
 *
 * @param sequence its place in the order of sending, from 0
 * @param kind what the generator meant it to be, in the generator's words
 * @param reason the quarantine reason it was made for
 * @param eventId the event's id, where the record has one
 * @param timestamp what the broker stored: LogAppendTime or the producer's, as the topic has it
 * @param sentAt the producer's clock (milliseconds) just before the record was handed over
 * @param fields the document that was sent, where it can be read as an event; numbers are exact
 */
public record TruthRecord(
    long sequence,
    String kind,
    Optional<String> reason,
    Optional<String> eventId,
    Coordinates coordinates,
    Instant timestamp,
    Instant sentAt,
    Optional<JsonNode> fields) {

  /** The same without the document, which is most of it. */
  public TruthRecord withoutFields() {
    return new TruthRecord(
        sequence, kind, reason, eventId, coordinates, timestamp, sentAt, Optional.empty());
  }
}
