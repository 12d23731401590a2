package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.RowCoordinates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an audit found: that each key's rows are further apart than the bound, or which are not.
 *
 * @param at when it began
 * @param rows looked at
 * @param keys different ones of these rows; one that occurs again in a later window counts again
 * @param violations rows that arrived within the bound of an earlier one of their key
 * @param examples some of them, with the one before; no keys, which may be personal
 */
public record AuditReport(
    Instant at, long rows, long keys, long violations, List<Repetition> examples) {

  /** Two good rows that silver must not both have. */
  public record Repetition(RowCoordinates first, RowCoordinates again) {}

  public AuditReport {
    examples = List.copyOf(examples);
  }

  /** As commands show it and {@link AuditNotes} keeps it. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", at.toString());
    json.put("rows", rows);
    json.put("keys", keys);
    json.put("violations", violations);
    for (Repetition example : examples) {
      json.withArray("examples")
          .addObject()
          .put("first", example.first().toString())
          .put("again", example.again().toString());
    }
    return json;
  }

  static AuditReport fromJson(JsonNode json) {
    List<Repetition> examples = new ArrayList<>();
    for (JsonNode example : json.path("examples")) {
      examples.add(
          new Repetition(coordinates(example.path("first")), coordinates(example.path("again"))));
    }
    return new AuditReport(
        Instant.parse(json.path("at").asText()),
        json.path("rows").asLong(),
        json.path("keys").asLong(),
        json.path("violations").asLong(),
        examples);
  }

  private static RowCoordinates coordinates(JsonNode text) {
    return RowCoordinates.parse(text.asText()).orElseThrow();
  }
}
