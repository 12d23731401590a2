package dev.sluice.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records of running processes below one folder. A file that cannot be read is a torn one of a
 * crashed run and counts as none: it must never block a start.
 */
record RunFiles(Path folder) {
  private static final String SUFFIX = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(RunRecord record) {
    try {
      Files.createDirectories(folder);
      Path partial = folder.resolve(record.name() + ".partial");
      JSON.writeValue(partial.toFile(), record);
      Files.move(partial, file(record.name()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write to " + folder, failed);
    }
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot delete " + file(name), failed);
    }
  }

  Optional<RunRecord> find(String name) {
    try {
      // Others keep files here too, such as the driver's status; only a record names its process.
      return Optional.of(JSON.readValue(file(name).toFile(), RunRecord.class))
          .filter(record -> name.equals(record.name()));
    } catch (IOException missingOrTorn) {
      return Optional.empty();
    }
  }

  /** All that can be read, by name. */
  List<RunRecord> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .sorted()
          .flatMap(name -> find(name.substring(0, name.length() - SUFFIX.length())).stream())
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot list " + folder, failed);
    }
  }

  private Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }
}
