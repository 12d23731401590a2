package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
final class Folders {
  private Folders() {}

  /** A new folder below {@code java.io.tmpdir} as it is now; the JVM's own helper reads it once. */
  static Path temporary(String prefix) {
    try {
      Path parent = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
      return Files.createTempDirectory(parent, prefix);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot create a temporary folder", failed);
    }
  }

  /** Deletes a folder with all it holds; links inside are not followed. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> content = Files.walk(folder)) {
      List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot delete " + folder, failed);
    }
  }
}
