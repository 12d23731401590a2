package dev.sluice.cli.stack;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The platform file of a local stack, at the default cadence, written for its driver to read.
 *
 * @param bootstrapServers the stack's broker
 * @param redis the stack's Redis
 * @param registry the stack's schema registry, if it has one
 */
public record LocalPlatform(
    Path lake, String bootstrapServers, String redis, Optional<URI> registry, LaneOption lanes) {

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
        metrics: {}
        protection:
          hmac:
            - {id: %s, key: "${file:%s}"}
        """
                .formatted(
                    quoted(lake),
                    bootstrapServers,
                    redis,
                    lanes.name().toLowerCase(Locale.ROOT),
                    LocalHmacKey.ID,
                    quoted(LocalHmacKey.make(lake)))
            + registry.map(url -> "registry: {url: \"" + url + "\"}\n").orElse("");
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
