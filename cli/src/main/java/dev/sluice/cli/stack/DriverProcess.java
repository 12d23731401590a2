package dev.sluice.cli.stack;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.StackErrors;
import dev.sluice.lanes.Driver;
import dev.sluice.lanes.DriverStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The driver as a child process, so that it can be killed and started again without its parent. It
 * ends with its parent: the driver reads its standard input, which closes when the parent dies.
 */
public final class DriverProcess implements AutoCloseable {
  /** How long a driver may take to finish its batch and flush it. */
  private static final Duration GRACE = Duration.ofSeconds(120);

  private static final int LAST_LINES = 10;

  /**
   * With the first compiler alone a JVM reserves 48 MB for compiled code, which Spark fills in a
   * minute: sweeping it and compiling again took a fifth of the driver's time, and doubled hot's
   * 99th percentile.
   */
  private static final List<String> MEMORY =
      List.of(
          "-Xms512m",
          "-Xmx2g",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=100",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=240m");

  private final Process process;
  private final Path statusFile;
  private final Path log;

  private DriverProcess(Process process, Path statusFile, Path log) {
    this.process = process;
    this.statusFile = statusFile;
    this.log = log;
  }

  /**
   * What to start.
   *
   * @param logs folder of its log, {@code driver.log}
   * @param statusFile where it says what it is doing
   */
  public record Options(Path platform, List<Path> datasets, Path logs, Path statusFile) {
    public Options {
      datasets = List.copyOf(datasets);
    }
  }

  /** Starts a driver on this JVM's class path. */
  public static DriverProcess start(Options options) {
    try {
      Files.createDirectories(options.logs());
      Files.createDirectories(options.statusFile().getParent());
      Files.deleteIfExists(options.statusFile());
      Path console = options.logs().resolve("driver.out");
      Process process =
          new ProcessBuilder(command(options))
              .redirectErrorStream(true)
              .redirectOutput(console.toFile())
              .start();
      return new DriverProcess(process, options.statusFile(), options.logs().resolve("driver.log"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the driver", e);
    }
  }

  private static List<String> command(Options options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MEMORY);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(DriverProcess::isInherited)
        .forEach(command::add);
    command.add("-Dsluice.logs=" + options.logs());
    command.add("-Dsluice.log.name=driver");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Driver.class.getName());
    command.addAll(List.of("--platform", options.platform().toString()));
    command.addAll(List.of("--status", options.statusFile().toString()));
    command.add("--stop-with-parent");
    options.datasets().forEach(dataset -> command.add(dataset.toString()));
    return command;
  }

  /**
   * The modules Spark opens, the time zone, where Sluice lives, and the archive of classes, which
   * holds for this class path; not our own memory.
   */
  private static boolean isInherited(String argument) {
    return argument.startsWith("--add-opens")
        || argument.startsWith("-Duser.timezone")
        || argument.startsWith("-Dfile.encoding")
        || argument.startsWith("-Dsluice.home")
        || argument.startsWith("-Djdk.reflect")
        || argument.startsWith("-XX:SharedArchiveFile")
        || argument.equals("-Xlog:disable")
        || argument.equals("-XX:+IgnoreUnrecognizedVMOptions");
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has ended because it was asked to, by a stop marker. */
  public boolean hasFinished() {
    return !isAlive() && process.exitValue() == ExitCode.OK.code();
  }

  /** Its log file. */
  public Path log() {
    return log;
  }

  /** What it last said it was doing; empty before it has said anything. */
  public Optional<DriverStatus> status() {
    try {
      return DriverStatus.read(statusFile).filter(status -> status.pid() == pid());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + statusFile, e);
    }
  }

  /**
   * Fails if the driver has ended by itself.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4010 with the driver's last words
   */
  public void requireAlive() {
    if (!isAlive()) {
      throw StackErrors.driverEnded(process.exitValue(), lastWords(), log);
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log.resolveSibling("driver.out"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(30));
  }

  /** Lets it finish and flush its batch; returns its exit code. */
  public int stop() {
    process.destroy();
    if (!waitFor(GRACE)) {
      kill();
    }
    return process.exitValue();
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (isAlive()) {
      stop();
    }
  }
}
