package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.lanes.Request;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sluice quarantine replay}: refused rows are judged again. */
@Command(
    name = "replay",
    description = "Judge refused rows again, from bronze and by the definition that runs.",
    footer = {
      "",
      "Rows that are good now land in silver and gold, once. The driver does it: its lanes of the",
      "dataset pause for seconds. Without a driver it is done here, by the definition that the last",
      "driver had: after a correction of the dataset file, start a driver with it first.",
      "",
      "Examples:",
      "  sluice quarantine replay clickstream",
      "  sluice quarantine replay clickstream --rule price_not_negative --since \"1 day\"",
      "  sluice quarantine replay clickstream shop.clicks/0/4711 --json"
    })
final class QuarantineReplayCommand extends QuarantineChange {
  QuarantineReplayCommand(Console console) {
    super(console);
  }

  @Override
  void confirm(Console console, String name, String rows) {
    // Nothing is lost by judging again.
  }

  @Override
  Request.OfQuarantine request(String name, QuarantineFilter rows) {
    return Request.ReplayQuarantine.of(name, rows.toJson());
  }

  @Override
  String line(JsonNode result) {
    List<String> parts = new ArrayList<>();
    parts.add("%,d in silver".formatted(result.get("good").asLong()));
    add(parts, result, "duplicate", "duplicates");
    add(parts, result, "filtered", "filtered");
    parts.add("%,d still failing".formatted(result.get("still_failing").asLong()));
    add(parts, result, "not_in_bronze", "of which bronze has no bytes any more");
    return "%s: %,d rows judged again: %s"
        .formatted(
            result.get("dataset").asText(), result.get("rows").asLong(), String.join(", ", parts));
  }

  private static void add(List<String> parts, JsonNode result, String key, String words) {
    long rows = result.get(key).asLong();
    if (rows > 0) {
      parts.add("%,d %s".formatted(rows, words));
    }
  }
}
