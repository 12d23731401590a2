package dev.sluice.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code sluice} as a process of its own on the class path of the tests: its Spark session ends
 * with it, and signals reach it as they would from a terminal. Its home is a folder that borrows
 * examples and broker from the repository, so that nothing in the repository's own {@code .sluice}
 * is touched.
 */
final class SluiceProcess implements AutoCloseable {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));

  private final Process process;
  private final Path out;
  private final Path error;

  private SluiceProcess(Process process, Path out, Path error) {
    this.process = process;
    this.out = out;
    this.error = error;
  }

  /** Makes a folder a home: what is needed of the repository is there as links. */
  static Path home(Path folder) throws IOException {
    for (String borrowed : List.of("examples", "local-kafka")) {
      Files.createSymbolicLink(folder.resolve(borrowed), REPOSITORY.resolve(borrowed));
    }
    return folder;
  }

  static SluiceProcess start(Path home, String... arguments) throws IOException {
    return start(home, Map.of(), arguments);
  }

  /** The same with more in its environment. */
  static SluiceProcess start(Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(SluiceProcess::isForSpark)
        .forEach(command::add);
    command.add("-Xmx1g");
    command.add("-Dsluice.home=" + home);
    // The tests' own logs to stdout, which is for results here.
    command.add("-Dlog4j2.configurationFile=classpath:log4j2.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(home, arguments[0], ".out");
    Path error = Files.createTempFile(home, arguments[0], ".error");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    builder.environment().putAll(environment);
    return new SluiceProcess(builder.start(), out, error);
  }

  private static boolean isForSpark(String argument) {
    return argument.startsWith("--add-opens")
        || argument.startsWith("-Duser.timezone")
        || argument.startsWith("-Djdk.reflect")
        || argument.startsWith("-XX:");
  }

  /** Waits for its end and returns its exit code. */
  int exitCode(int seconds) throws InterruptedException, IOException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("Runs for longer than " + seconds + " s: " + error());
    }
    return process.exitValue();
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String error() throws IOException {
    return Files.readString(error);
  }

  /** Ends it as Ctrl-C would, and at once if that does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
