package dev.sluice.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What every command is given: where results and progress go, and where Sluice lives. A command
 * takes it in its constructor.
 *
 * @param out results, and nothing else
 * @param error progress and failures
 * @param home the root of the repository; everything local is in {@link #local()}
 */
public record Console(PrintStream out, PrintStream error, Path home, Terminal terminal) {

  /** The console of this process. Always UTF-8: the locale of a container often says ASCII. */
  static Console ofProcess() {
    return new Console(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Path.of(System.getProperty("sluice.home", "")).toAbsolutePath(),
        Terminal.of(System.getProperties(), System.getenv()));
  }

  /** {@code .sluice}: everything that belongs to this machine alone. */
  public Path local() {
    return home.resolve(".sluice");
  }

  /** Where log files go. */
  public Path logs() {
    return local().resolve("logs");
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 14),
        true,
        StandardCharsets.UTF_8);
  }
}
