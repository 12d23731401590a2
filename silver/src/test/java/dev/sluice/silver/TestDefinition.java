package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Datasets of tests as their users have them: files in a folder, on a platform without servers. */
final class TestDefinition {
  private TestDefinition() {}

  /** A platform whose lake is the folder. */
  static PlatformDefinition platform(Path directory) {
    return new PlatformDefinition(
        directory.toString(),
        Map.of("main", new Cluster("main", "localhost:1", Map.of())),
        Optional.empty(),
        LaneOption.LIVE,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5));
  }

  /** Writes a dataset file and its schema file and reads them. */
  static AnalyzedDataset read(
      PlatformDefinition platform, String yaml, String schemaName, String schema) {
    return read(platform, yaml, schemaName, schema.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with a schema file that is not text. */
  static AnalyzedDataset read(
      PlatformDefinition platform, String yaml, String schemaName, byte[] schema) {
    try {
      Path directory = Files.createDirectories(Path.of(platform.lake()));
      Files.write(directory.resolve(schemaName), schema);
      Path file = Files.writeString(directory.resolve("dataset.yaml"), yaml);
      return Definitions.require(List.of(file), platform).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
