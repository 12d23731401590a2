package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.SourceOffsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What outlives a driver of its holds: {@code {lake}/_sluice/held/<dataset>.json} says that silver
 * waits, {@code _sluice/resumed/<dataset>.json} up to which offsets somebody has said to go on.
 * Written under the lease.
 */
final class HoldFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELD = "held";
  private static final String RESUMED = "resumed";
  private static final String THROUGH = "through";

  /** Whether everything counts as seen that bronze has when the next driver starts. */
  private static final String BRONZE_TOO = "bronze_too";

  private final ControlFiles files;

  HoldFiles(Lake lake, Configuration hadoop) {
    this.files = new ControlFiles(lake, hadoop);
  }

  /** Why silver of a dataset waits, as was last noted. */
  Optional<Hold> held(String dataset) {
    return read(HELD, dataset).map(Hold::fromJson);
  }

  void hold(String dataset, Hold hold) {
    write(HELD, dataset, hold.toJson());
  }

  void lift(String dataset) {
    files.delete(name(HELD, dataset));
  }

  /** Up to where failures have been seen by somebody. */
  SourceOffsets acknowledged(String dataset) {
    return read(RESUMED, dataset)
        .map(json -> SourceOffsets.fromJson(json.path(THROUGH)))
        .orElse(SourceOffsets.NONE);
  }

  /** Whether bronze's end of now, with no driver running, has been acknowledged too. */
  boolean isBronzeAcknowledged(String dataset) {
    return read(RESUMED, dataset).map(json -> json.path(BRONZE_TOO).asBoolean()).orElse(false);
  }

  void acknowledge(String dataset, SourceOffsets through) {
    acknowledge(dataset, through, false);
  }

  /** Acknowledges what a hold is about and, since only Spark can tell how far that is, bronze. */
  void acknowledgeWithBronze(String dataset, SourceOffsets through) {
    acknowledge(dataset, through, true);
  }

  private void acknowledge(String dataset, SourceOffsets through, boolean bronzeToo) {
    ObjectNode json = JSON.createObjectNode();
    json.set(THROUGH, through.toJson());
    json.put(BRONZE_TOO, bronzeToo);
    write(RESUMED, dataset, json);
  }

  private static String name(String folder, String dataset) {
    return folder + "/" + dataset + ".json";
  }

  private Optional<JsonNode> read(String folder, String dataset) {
    return files
        .read(name(folder, dataset))
        .map(
            content -> {
              try {
                return JSON.readTree(content);
              } catch (IOException e) {
                throw new UncheckedIOException("Cannot understand " + name(folder, dataset), e);
              }
            });
  }

  private void write(String folder, String dataset, ObjectNode json) {
    files.write(name(folder, dataset), json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
