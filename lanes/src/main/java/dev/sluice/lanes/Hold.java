package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.HoldErrors;
import dev.sluice.common.error.ReferenceErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.SourceOffsets;
import dev.sluice.silver.SilverHeld;
import java.time.Instant;

/**
 * Why and since when silver of a dataset waits.
 *
 * @param detail what a person needs to know, without payload
 * @param definition version of the definition by which it waits
 * @param through the source's offsets after the batch that silver does not take
 */
record Hold(
    SilverHeld.Kind kind, String detail, Instant since, String definition, SourceOffsets through) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is said of it: message, what lifts it, code. */
  SluiceException error(String dataset) {
    return switch (kind) {
      case RULE -> HoldErrors.heldByRule(dataset, detail);
      case BREAKER -> HoldErrors.heldByBreaker(dataset, detail);
      case REGISTRY -> HoldErrors.heldByRegistry(dataset, detail);
      case REFERENCE -> ReferenceErrors.heldByReference(dataset, detail);
    };
  }

  /** For {@code status}. */
  HoldStatus status(String dataset) {
    SluiceException error = error(dataset);
    return new HoldStatus(
        dataset, kind.name(), error.code(), error.getMessage(), error.hint(), since);
  }

  ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", kind.name());
    json.put("detail", detail);
    json.put("since", since.toString());
    json.put("definition", definition);
    json.set("through", through.toJson());
    return json;
  }

  static Hold fromJson(JsonNode json) {
    return new Hold(
        SilverHeld.Kind.valueOf(json.path("kind").asText()),
        json.path("detail").asText(),
        Instant.parse(json.path("since").asText()),
        json.path("definition").asText(),
        SourceOffsets.fromJson(json.path("through")));
  }
}
