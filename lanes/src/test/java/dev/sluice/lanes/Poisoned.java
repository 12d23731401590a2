package dev.sluice.lanes;

import java.util.List;
import java.util.function.Function;

/**
 * A dataset of one format that is sent what silver must refuse.
 *
 * @param name of the dataset and its topic
 * @param schemaFile name of the file beside the dataset file
 * @param schema its content
 * @param format lines of the dataset's {@code schema} section
 * @param poisons every one has to be refused
 * @param good of an id, has to be taken
 */
record Poisoned(
    String name,
    String schemaFile,
    byte[] schema,
    String format,
    List<Poison> poisons,
    Function<String, byte[]> good) {
  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: %1$s}
      source:
        kafka: {cluster: main, topics: [%1$s], maxValueBytes: %2$d}
      schema:
        file: %3$s
        eventId: event_id
        %4$s
      silver:
        rules:
          - {name: price_not_negative, expr: "price >= 0", onFail: quarantine}
        dedup: {key: [event_id], within: 30 minutes}
      """;

  /** The text of the dataset file. */
  String dataset() {
    return DATASET.formatted(
        name, Poison.MAX_VALUE_BYTES, schemaFile, format.strip().replace("\n", "\n  "));
  }
}
