package dev.sluice.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code .sluice/logs/sluice.log}, written without a logging framework: a command that fails at
 * once need not load one first. Log4j appends to the same file when there is one (log4j2.xml).
 */
final class LogFile {
  private final Path file;

  LogFile(Path logs) {
    this.file = logs.resolve("sluice.log");
  }

  /** Adds a failure with its stack trace; empty if the file cannot be written. */
  Optional<Path> append(String command, Throwable failure) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, entry(command, failure), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return Optional.of(file);
    } catch (IOException e) {
      // The failure itself is worth more than this one: it is printed next.
      return Optional.empty();
    }
  }

  private static String entry(String command, Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return Instant.now().truncatedTo(ChronoUnit.MILLIS) + " ERROR " + command + "\n" + trace;
  }
}
