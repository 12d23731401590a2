package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server as a child process: it survives the terminal's Ctrl-C (the driver has to flush into it
 * first) and, by {@link Lifetime}, dies with this JVM, however this JVM dies. Its output goes to a
 * log file.
 */
public final class ManagedProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Process process;
  private final Optional<Process> parentWatch;

  /** How long a server lives that nobody stops. */
  enum Lifetime {
    /** As long as the JVM that started it. */
    THIS_JVM,
    /** Until somebody stops it. */
    ITS_OWN
  }

  private ManagedProcess(Process process, Optional<Process> parentWatch) {
    this.process = process;
    this.parentWatch = parentWatch;
  }

  /** Starts the command in the directory; both the directory and the log's folder are created. */
  public static ManagedProcess start(List<String> command, Path directory, Path log) {
    return start(command, directory, log, Lifetime.THIS_JVM);
  }

  /** The same with a lifetime of its own. */
  static ManagedProcess start(List<String> command, Path directory, Path log, Lifetime lifetime) {
    try {
      Files.createDirectories(directory);
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder(Detached.command(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return switch (lifetime) {
        case THIS_JVM -> new ManagedProcess(process, Optional.of(watchParentOf(process)));
        case ITS_OWN -> new ManagedProcess(process, Optional.empty());
      };
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot start " + command.get(0), failed);
    }
  }

  /** A shell whose standard input is a pipe from this JVM: when the JVM is gone, the pipe ends. */
  private static Process watchParentOf(Process process) throws IOException {
    String pid = Long.toString(process.pid());
    String onEnd = "read -r _; kill -TERM \"$0\"; kill -CONT \"$0\"";
    Process watch =
        new ProcessBuilder(Detached.command(List.of("sh", "-c", onEnd, pid)))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    // Once the server is gone its process id may come to mean another process.
    var unused = process.onExit().thenRun(watch::destroyForcibly);
    return watch;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process, for those who look at its children. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(GRACE);
  }

  /** SIGSTOP: the process keeps its sockets and answers nothing. */
  void pause() {
    Signals.send("STOP", pid());
  }

  /** SIGCONT. */
  void resume() {
    Signals.send("CONT", pid());
  }

  /** SIGTERM, and SIGKILL when that does not help; returns when the process is gone. */
  @Override
  public void close() {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    resume();
    if (!awaitEnd(GRACE)) {
      kill();
    }
    parentWatch.ifPresent(Process::destroyForcibly);
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return true;
    }
  }
}
