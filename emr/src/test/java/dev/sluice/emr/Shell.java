package dev.sluice.emr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands that run in a shell of their own. */
final class Shell implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Shell(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Shell start(String commands, Path folder, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Shell(builder.start(), log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  int exitCode(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("Runs for longer than " + limit + ": " + output());
    }
    return process.exitValue();
  }

  /** SIGTERM to the JVM, as a person or an init system sends it. */
  void terminate() {
    if (isJava(process.toHandle())) {
      process.destroy();
    }
    process.descendants().filter(Shell::isJava).forEach(ProcessHandle::destroy);
  }

  /** SIGKILL to everything. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }

  @Override
  public void close() {
    kill();
  }
}
