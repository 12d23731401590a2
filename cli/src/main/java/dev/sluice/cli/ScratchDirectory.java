package dev.sluice.cli;

import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that goes with the command that made it. */
public final class ScratchDirectory implements AutoCloseable {
  private final Path folder;

  private ScratchDirectory(Path folder) {
    this.folder = folder;
  }

  /** The folder of a command of this process, below those of its state; not made yet. */
  public static ScratchDirectory of(String command, Console console) {
    return new ScratchDirectory(
        new StateDirectory(console.local())
            .scratch()
            .resolve(command + "-" + ProcessHandle.current().pid()));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    delete(folder);
  }

  /** Deletes a folder and all below it; nothing if it is not there. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder, e);
    }
  }
}
