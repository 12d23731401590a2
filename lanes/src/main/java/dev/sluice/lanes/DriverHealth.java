package dev.sluice.lanes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether all stages of a driver do their work. Flushes that did not add up are told and are no
 * trouble in this sense, nor is silver that waits: a driver started anew would not mend them.
 *
 * @param problems what keeps a stage from its work, a sentence each
 * @param held datasets whose silver waits, a sentence each
 */
@JsonPropertyOrder({"healthy", "problems", "accounting_mismatches", "held"})
record DriverHealth(
    List<String> problems,
    @JsonProperty("accounting_mismatches") long accountingMismatches,
    List<String> held) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static DriverHealth of(List<DatasetRun> datasets, Instant now) {
    List<String> problems =
        datasets.stream()
            .flatMap(run -> run.health(now).stream())
            .map(StageHealth::trouble)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return new DriverHealth(
        problems,
        datasets.stream().mapToLong(run -> run.context().meters().mismatches()).sum(),
        datasets.stream()
            .flatMap(run -> run.hold().stream())
            .map(hold -> hold.code() + ": " + hold.message())
            .toList());
  }

  @JsonProperty("healthy")
  boolean isHealthy() {
    return problems.isEmpty();
  }

  /** {@code {"healthy": …, "problems": […], "accounting_mismatches": …, "held": […]}}. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
