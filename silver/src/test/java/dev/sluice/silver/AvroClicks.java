package dev.sluice.silver;

import static dev.sluice.silver.AvroEvents.bytes;
import static dev.sluice.silver.AvroEvents.decimal;
import static dev.sluice.silver.AvroEvents.record;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import java.nio.file.Path;
import java.util.Map;

/** Clicks in Avro, and the schemas that producers have written them with. */
final class AvroClicks {
  /** Before the country was known. */
  static final String FIRST = click("");

  /** As the dataset has it. */
  static final String SECOND =
      click(", {\"name\": \"country\", \"type\": [\"null\", \"string\"], \"default\": null}");

  /** Of a producer who counts in cents. */
  static final String INCOMPATIBLE = SECOND.replaceAll("\\{\"type\": \"bytes\"[^}]*}", "\"long\"");

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: avro_clicks}
      source:
        kafka: {cluster: main, topics: [clicks]}
      schema:
        format: avro
        file: click.avsc
        registry: {subject: clicks-value}
        eventId: event_id
        eventTime: {field: occurred_at, unit: millis}
      silver:
        rules:
          - {name: price_not_negative, expr: "price >= 0", onFail: quarantine}
        dedup: {key: [event_id], within: 30 minutes}
      erasure: {subject: country}
      """;

  private AvroClicks() {}

  private static String click(String more) {
    return """
        {"type": "record", "name": "Click", "fields": [
          {"name": "event_id", "type": "string"},
          {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}}%s]}"""
        .formatted(more);
  }

  static AnalyzedDataset dataset(Path directory, Registry registry) {
    return TestDefinition.read(
        TestDefinition.platform(directory).withRegistry(registry), DATASET, "click.avsc", SECOND);
  }

  /** An event of the first schema at noon. */
  static byte[] first(String id, String price) {
    return bytes(FIRST, record(FIRST, values(id, price)));
  }

  /** An event of the second schema at noon. */
  static byte[] second(String id, String price, String country) {
    Map<String, Object> values = new java.util.HashMap<>(values(id, price));
    values.put("country", country);
    return bytes(SECOND, record(SECOND, values));
  }

  private static Map<String, Object> values(String id, String price) {
    return Map.of(
        "event_id", id, "occurred_at", Clicks.NOON.toEpochMilli(), "price", decimal(price));
  }
}
