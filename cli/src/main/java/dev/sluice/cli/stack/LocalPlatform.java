package dev.sluice.cli.stack;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The platform file of a local stack, written for its driver to read.
 *
 * @param bootstrapServers the stack's broker
 * @param redis the stack's Redis
 * @param tables interval of a flush
 * @param gold interval of gold commits
 */
public record LocalPlatform(
    Path lake,
    String bootstrapServers,
    String redis,
    LaneOption lanes,
    Duration tables,
    Duration gold) {

  /** The cadence of the design: tables every two seconds, gold every five. */
  public static LocalPlatform of(
      Path lake, String bootstrapServers, String redis, LaneOption lanes) {
    return new LocalPlatform(
        lake, bootstrapServers, redis, lanes, Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** Writes the file and returns it. */
  public Path write(Path file) {
    String yaml =
        """
        apiVersion: sluice/v1
        kind: Platform
        lake: "%s"
        clusters:
          main:
            bootstrapServers: "%s"
        redis: "%s"
        lanes: %s
        intervals:
          tables: %d ms
          gold: %d ms
        """
            .formatted(
                lake.toString().replace("\\", "\\\\").replace("\"", "\\\""),
                bootstrapServers,
                redis,
                lanes.name().toLowerCase(Locale.ROOT),
                tables.toMillis(),
                gold.toMillis());
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
