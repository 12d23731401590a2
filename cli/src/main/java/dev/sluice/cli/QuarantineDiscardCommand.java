package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.lanes.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice quarantine discard}: nobody needs these rows. */
@Command(
    name = "discard",
    description = "Say of refused rows that nobody needs them.",
    footer = {
      "",
      "They wait no more: they are not listed or replayed. Quarantine and bronze keep them. There is no",
      "way back but `sluice replay` by a definition that finds them good.",
      "",
      "Examples:",
      "  sluice quarantine discard clickstream --reason MALFORMED",
      "  sluice quarantine discard clickstream shop.clicks/0/4711 --yes"
    })
final class QuarantineDiscardCommand extends QuarantineChange {
  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  QuarantineDiscardCommand(Console console) {
    super(console);
  }

  @Override
  void confirm(Console console, String name, String rows) {
    new Confirmation(console, yes)
        .require("discarding refused rows of %s for good: %s".formatted(name, rows));
  }

  @Override
  Request.OfQuarantine request(String name, QuarantineFilter rows) {
    return new Request.DiscardQuarantine(name, rows.toJson());
  }

  @Override
  String line(JsonNode result) {
    return "%s: %,d rows discarded"
        .formatted(result.get("dataset").asText(), result.get("discarded").asLong());
  }
}
