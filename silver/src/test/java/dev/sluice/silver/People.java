package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.table.BronzeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** A dataset about people, whose fields are protected in every way. */
final class People {
  static final HmacKey K1 = new HmacKey("k1", "first-key-first-key-first-key-first-key");
  static final HmacKey K2 = new HmacKey("k2", "second-key-second-key-second-key-second");
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "at"],
       "properties": {
         "event_id": {"type": "string"},
         "at": {"type": "integer"},
         "account": {"type": "integer"},
         "card": {"type": "string"},
         "ip": {"type": "string"},
         "born": {"type": "string", "format": "date"},
         "phones": {"type": "array", "items": {"type": "string"}},
         "address": {"type": "object", "properties": {
           "city": {"type": "string"}, "street": {"type": "string"}}},
         "note": {"type": "string"}}}
      """;

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: people}
      source:
        kafka: {cluster: main, topics: [people]}
      schema:
        format: json
        file: person.schema.json
        eventId: event_id
        eventTime: {field: at, unit: millis}
      silver:
        select: ["substr(card, 1, 4) as issuer"]
        rules:
          - {name: card_is_long, expr: "length(card) >= 12", onFail: quarantine}
          - {name: adult, expr: "born < date'2010-01-01'", onFail: warn}
        dedup: {key: [event_id], within: 30 minutes}
        protect:
          - {field: event_id, as: hmac}
          - {field: account, as: hmac}
          - {field: card, as: mask, keep: {last: 4}}
          - {field: issuer, as: truncate, length: 1}
          - {field: ip, as: truncate}
          - {field: born, as: truncate}
          - {field: phones, as: hmac}
          - {field: address.street, as: drop}
          - {field: note, as: drop}
      """;

  private People() {}

  static AnalyzedDataset dataset(Path directory, HmacKey... keys) {
    return TestDefinition.read(
        TestDefinition.platform(directory).withHmacKeys(List.of(keys)),
        DATASET,
        "person.schema.json",
        SCHEMA);
  }

  static String person(String id) {
    return person(id, "");
  }

  /**
   * One event.
   *
   * @param more members, each with a comma before it
   */
  static String person(String id, String more) {
    return """
        {"event_id": "%s", "at": %d, "card": "4111222233334444", "born": "1999-12-31"%s}"""
        .formatted(id, NOON.toEpochMilli(), more);
  }

  /** A record of bronze, arrived some seconds after noon. */
  static InternalRow bronze(long offset, String value) {
    GenericInternalRow row = new GenericInternalRow(BronzeTable.SCHEMA.length());
    row.update(Bronze.CLUSTER, UTF8String.fromString("main"));
    row.update(Bronze.TOPIC, UTF8String.fromString("people"));
    row.update(Bronze.PARTITION, 0);
    row.update(Bronze.OFFSET, offset);
    row.update(Bronze.VALUE, value.getBytes(StandardCharsets.UTF_8));
    row.update(Bronze.ARRIVED_AT, (NOON.getEpochSecond() + offset) * 1_000_000);
    row.update(Bronze.EPOCH, 1L);
    row.update(Bronze.BATCH, 0L);
    return row;
  }
}
