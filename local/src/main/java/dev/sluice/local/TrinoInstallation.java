package dev.sluice.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The unpacked Trino that every project of this user shares, with the plugins that Sluice needs.
 *
 * @param folder holds {@code lib} and {@code plugin}; it appears whole or not at all
 */
public record TrinoInstallation(Path folder) {
  /** The last server that is published on Maven Central. */
  public static final String VERSION = "476";

  static final String FOLDER = "trino-" + VERSION;

  /** {@code ~/.cache/sluice}: what is too large to be kept once per project. */
  public static Path userCache() {
    return Path.of(System.getProperty("user.home"), ".cache", "sluice");
  }

  /** The one in a cache, if it is there. */
  public static Optional<TrinoInstallation> find(Path cache) {
    return Optional.of(new TrinoInstallation(cache.resolve(FOLDER)))
        .filter(there -> Files.isDirectory(there.folder()));
  }

  /** What the server's JVM loads; plugins load their own jars. */
  String classPath() {
    return folder.resolve("lib") + "/*";
  }

  /** The folder with a folder per plugin. */
  public Path plugins() {
    return folder.resolve("plugin");
  }
}
