package dev.sluice.local;

import dev.sluice.common.error.StackErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds {@code redis-server}: the one on {@code PATH}, else the one that the embedded-redis jar
 * carries for this operating system and processor, unpacked once per folder.
 */
final class RedisBinary {
  private static final Map<String, String> EMBEDDED =
      Map.of(
          "linux-amd64", "redis-server-6.2.6-v5-linux-amd64",
          "linux-aarch64", "redis-server-6.2.7-linux-arm64",
          "mac-x86_64", "redis-server-6.2.6-v5-darwin-amd64",
          "mac-aarch64", "redis-server-6.2.6-v5-darwin-arm64");

  private RedisBinary() {}

  /** The server to run; {@code folder} receives the embedded one when it is needed. */
  static Path find(Path folder) {
    return Executables.find("redis-server").orElseGet(() -> unpackEmbedded(folder));
  }

  /** The name of the embedded server for this machine, if there is one. */
  static Optional<String> embeddedName() {
    return Optional.ofNullable(EMBEDDED.get(platform()));
  }

  static Path unpackEmbedded(Path folder) {
    String name = embeddedName().orElseThrow(() -> StackErrors.noRedisFor(platform()));
    Path target = folder.resolve(name).toAbsolutePath();
    if (Files.isExecutable(target)) {
      return target;
    }
    try {
      Files.createDirectories(folder);
      return unpack(name, target);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot unpack redis-server into " + folder, failed);
    }
  }

  /** Moves the finished file into place: several JVMs may unpack at once. */
  private static Path unpack(String name, Path target) throws IOException {
    Path partial = Files.createTempFile(target.getParent(), name, ".partial");
    try (InputStream binary = embedded(name)) {
      Files.copy(binary, partial, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!partial.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + partial + " executable");
    }
    return Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static InputStream embedded(String name) throws IOException {
    InputStream binary = RedisBinary.class.getResourceAsStream("/" + name);
    if (binary == null) {
      throw new IOException("embedded-redis is not on the class path, or lacks " + name);
    }
    return binary;
  }

  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return (system.startsWith("mac") ? "mac" : system) + "-" + System.getProperty("os.arch");
  }
}
