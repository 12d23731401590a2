package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much of a file has arrived in a folder, looked at now and then while Maven fetches it. Maven
 * writes beside the final file, moves it there, adds sums and descriptions, and begins again at the
 * next mirror when one fails: the largest file is what counts, and what has arrived never gets
 * less.
 */
final class ArrivedBytes {
  private final Path folder;
  private long most;

  /**
   * @param folder need not be there yet
   */
  ArrivedBytes(Path folder) {
    this.folder = folder;
  }

  /** Bytes so far. */
  long look() {
    most = Math.max(most, largest());
    return most;
  }

  private long largest() {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      // A file that is moved meanwhile has no length.
      return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
    } catch (IOException | UncheckedIOException changedMeanwhile) {
      return 0;
    }
  }
}
