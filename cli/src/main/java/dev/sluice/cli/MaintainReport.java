package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What was done to tables, for people. */
final class MaintainReport {
  private MaintainReport() {}

  /** A line of what was done, and one for each pair of rows an audit shows. */
  static List<String> lines(JsonNode result) {
    List<String> parts = new ArrayList<>();
    if (result.has("audit")) {
      parts.add(audit(result.get("audit")));
    }
    if (result.has("optimize")) {
      parts.add(
          "%d files became %d"
              .formatted(
                  result.get("optimize").get("files_removed").asLong(),
                  result.get("optimize").get("files_added").asLong()));
    }
    if (result.has("checkpoint_version")) {
      parts.add("checkpoint of version " + result.get("checkpoint_version").asLong());
    }
    if (result.has("vacuum")) {
      parts.add("%d files deleted".formatted(result.get("vacuum").get("files_deleted").asLong()));
    }
    String by = result.get("done_by").asText().equals("driver") ? " (by the driver)" : "";
    List<String> lines = new ArrayList<>();
    lines.add(result.get("table").asText() + ": " + String.join(", ", parts) + by);
    for (JsonNode example : result.path("audit").path("examples")) {
      lines.add(
          "  %s repeats %s"
              .formatted(example.get("again").asText(), example.get("first").asText()));
    }
    return lines;
  }

  private static String audit(JsonNode audit) {
    if (audit.has("skipped")) {
      return "not audited (" + audit.get("skipped").asText() + ")";
    }
    long violations = audit.get("violations").asLong();
    return "%,d rows of %,d keys audited, %s"
        .formatted(
            audit.get("rows").asLong(),
            audit.get("keys").asLong(),
            violations == 0 ? "unique" : "%,d repeat another".formatted(violations));
  }

  /** The tables in which an audit found something, with how much. */
  static List<String> violations(List<JsonNode> results) {
    return results.stream()
        .filter(result -> result.path("audit").path("violations").asLong() > 0)
        .map(
            result ->
                "%s has %,d rows that repeat another one within dedup.within"
                    .formatted(
                        result.get("table").asText(),
                        result.get("audit").get("violations").asLong()))
        .toList();
  }
}
