package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What an erasure would do or has done, for people. */
final class ErasureReport {
  private final JsonNode found;

  /**
   * @param found as {@link dev.sluice.lanes.ErasureRequests} says
   */
  ErasureReport(JsonNode found) {
    this.found = found;
  }

  void print(Console console) {
    List<List<Object>> rows = new ArrayList<>();
    found
        .get("rows")
        .fields()
        .forEachRemaining(table -> rows.add(List.of(table.getKey(), table.getValue().asLong())));
    new Output(console, OutputFormat.TABLE).rows(List.of("table", "rows"), rows);
    lines().forEach(line -> console.out().println(Cells.harmless(line)));
    console.out().flush();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (found.has("id")) {
      addDone(lines);
    } else {
      addPlanned(lines);
    }
    found
        .get("named_but_staying")
        .forEach(
            row ->
                lines.add(
                    "%s stays: bronze does not have it, or it can be read and is somebody else's"
                        .formatted(row.asText())));
    if (count("unknown") > 0) {
      lines.add(
          "%,d rows of silver are older than bronze, and nobody can say whose they are"
              .formatted(count("unknown")));
    }
    if (found.has("files_deleted")) {
      lines.add("%,d files deleted".formatted(count("files_deleted")));
    }
    return lines;
  }

  private void addDone(List<String> lines) {
    lines.add(
        "%s: %,d records erased, %,d cells of gold counted anew; erasure %s"
            .formatted(
                found.get("dataset").asText(),
                count("records"),
                count("gold_cells"),
                found.get("id").asText()));
  }

  private void addPlanned(List<String> lines) {
    lines.add(
        "%s: %,d records are of this subject"
            .formatted(found.get("dataset").asText(), count("records")));
    lines.add(
        "%,d records cannot be read, %,d of them mention the id"
            .formatted(count("unreadable"), count("mentioning")));
    found.path("mentions").forEach(mention -> lines.add("  " + mention.asText()));
  }

  private long count(String key) {
    return found.get(key).asLong();
  }
}
