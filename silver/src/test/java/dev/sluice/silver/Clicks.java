package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.SourceOffsets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A small dataset and batches of its events, as bronze has them. */
final class Clicks {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "occurred_at", "page", "price"],
       "properties": {
         "event_id": {"type": "string"},
         "occurred_at": {"type": "integer"},
         "page": {"type": "string"},
         "price": {"type": "number", "sluiceType": "decimal(18,2)"},
         "country": {"type": "string"},
         "user_agent": {"type": "string"}}}
      """;

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: clicks}
      source:
        kafka: {cluster: main, topics: [clicks]}
      schema:
        format: json
        file: click.schema.json
        eventId: event_id
        eventTime: {field: occurred_at, unit: millis}
      silver:
        where: "user_agent is null or user_agent not like '%%bot%%'"
        select: [lower(page) as page]
        rules:
          - {name: price_not_negative, expr: "price >= %s", onFail: quarantine}
          - {name: price_sane, expr: "price < 1000000", onFail: stop}
          - {name: known_country, expr: "length(country) = 2", onFail: warn}
        dedup: {key: [event_id], within: 30 minutes}
        late: {after: 10 minutes}
      gold:
        aggregates:
          - name: sales_1m
            window: {tumbling: 1 minute}
            groupBy: [country]
            measures: {orders: "count(*)", revenue: "sum(price)"}
      """;

  private Clicks() {}

  /** The dataset; prices below the lowest one go to quarantine. */
  static AnalyzedDataset dataset(Path directory, int lowestPrice) {
    return TestDefinition.read(
        TestDefinition.platform(directory),
        DATASET.formatted(lowestPrice),
        "click.schema.json",
        SCHEMA);
  }

  /** The same with one more field, in the midst of the others. */
  static AnalyzedDataset wider(Path directory, String type) {
    return TestDefinition.read(
        TestDefinition.platform(directory),
        DATASET.formatted(0),
        "click.schema.json",
        SCHEMA.replace(
            "\"page\": {", "\"channel\": {\"type\": \"%s\"}, \"page\": {".formatted(type)));
  }

  /** A good event at noon. */
  static String click(String id, String price) {
    return click(id, price, NOON);
  }

  static String click(String id, String price, Instant at) {
    return """
        {"event_id": "%s", "occurred_at": %d, "page": "/Home", "price": %s, "country": "DE"}"""
        .formatted(id, at.toEpochMilli(), price);
  }

  static String bot(String id, String price) {
    return click(id, price).replace("\"country\"", "\"user_agent\": \"a bot\", \"country\"");
  }

  static String warned(String id) {
    return click(id, "1.00").replace("\"DE\"", "\"Germany\"");
  }

  /** One batch: events of one partition, one second apart. */
  static Batch batch(long epoch, long number, long firstOffset, String... values) {
    return batch(epoch, number, firstOffset, NOON, values);
  }

  static Batch batch(
      long epoch, long number, long firstOffset, Instant firstArrival, String... values) {
    List<byte[]> bytes = new ArrayList<>();
    for (String value : values) {
      bytes.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
    return batch(epoch, number, firstOffset, firstArrival, bytes);
  }

  static Batch batch(
      long epoch, long number, long firstOffset, Instant firstArrival, List<byte[]> values) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Timestamp arrival = Timestamp.from(firstArrival.plusSeconds(i));
      byte[] value = values.get(i);
      rows.add(
          RowFactory.create(
              "main",
              "clicks",
              0,
              firstOffset + i,
              arrival,
              1,
              null,
              value,
              List.of(),
              arrival,
              epoch,
              number,
              Date.valueOf("2026-03-01")));
    }
    BatchId id = new BatchId(epoch, number);
    SourceOffsets offsets =
        SourceOffsets.NONE.with("clicks", "topic-id", 0, firstOffset + values.size());
    return new Batch(
        Rows.of(SparkForTests.session().createDataFrame(rows, BronzeTable.SCHEMA)),
        new Reached(id, id, offsets, ArrivalFrontier.NONE));
  }

  record Batch(Rows rows, Reached range) {}
}
