package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.silver.Clicks.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.functions;

/** A dataset of visits to shops, which takes from two files beside it and a table of the lake. */
final class Visits {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "at"],
       "properties": {
         "event_id": {"type": "string"},
         "at": {"type": "integer"},
         "country": {"type": "string"},
         "shop": {"type": "integer"}}}
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
        file: visit.schema.json
        eventId: event_id
        eventTime: {field: at, unit: millis}
      silver:
        select: [upper(country) as country]
        enrich:
          - {table: countries.csv, on: country = code, take: [region, people], types: {people: bigint}}
          - {table: regions.parquet, on: region = name, take: [lead as region_lead]}
          - {table: reference/shops, on: shop = id, take: [manager], refresh: 1 ms, onMiss: quarantine}
        rules:
          - {name: has_people, expr: "people > 0", onFail: warn}
        dedup: {key: [event_id], within: 30 minutes}
      """;

  private final Path folder;

  /**
   * @param folder of the dataset file, and the lake
   */
  Visits(Path folder) {
    this.folder = folder;
  }

  /** Its tables as they are at first. */
  Visits withReferences() {
    write("countries.csv", "code,region,people\nDE,Europe,83\nFR,Europe,68\n");
    SparkForTests.session()
        .sql("select 'Europe' as name, 'Eva' as lead")
        .write()
        .parquet(folder.resolve("regions.parquet").toString());
    shop(1, "Ann");
    return this;
  }

  AnalyzedDataset dataset() {
    return dataset("", "");
  }

  /** The same with a few words exchanged. */
  AnalyzedDataset dataset(String from, String to) {
    return TestDefinition.read(
        TestDefinition.platform(folder), DATASET.replace(from, to), "visit.schema.json", SCHEMA);
  }

  void write(String name, String text) {
    try {
      Files.writeString(Files.createDirectories(folder).resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends a row to the table of shops: a version of its own. */
  void shop(int id, String manager) {
    SparkForTests.session()
        .range(1)
        .select(functions.lit(id).as("id"), functions.lit(manager).as("manager"))
        .write()
        .format("delta")
        .mode("append")
        .save(folder.resolve("reference/shops").toString());
  }

  /** Events at noon, each {@code id country shop}. */
  static Batch batch(long number, long firstOffset, String... visits) {
    return Clicks.batch(
        1, number, firstOffset, Arrays.stream(visits).map(Visits::event).toArray(String[]::new));
  }

  private static String event(String visit) {
    String[] words = visit.split(" ");
    String country = words[1].equals("null") ? "null" : "\"" + words[1] + "\"";
    return """
        {"event_id": "%s", "at": %d, "country": %s, "shop": %s}"""
        .formatted(words[0], Clicks.NOON.toEpochMilli(), country, words[2]);
  }
}
