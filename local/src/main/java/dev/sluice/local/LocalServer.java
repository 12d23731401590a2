package dev.sluice.local;

import dev.sluice.common.error.StackErrors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A server as a child process on 127.0.0.1. A start returns when it answers; it can be started
 * again, stopped for a while and killed, and dies with this JVM unless it says otherwise.
 */
public abstract sealed class LocalServer implements AutoCloseable
    permits KafkaBroker, RedisServer, RegistryServer, TrinoServer {
  private final Place place;
  private final Consumer<ProcessHandle> onStart;
  private final Runnable afterClose;
  private ManagedProcess process;

  /**
   * Starts nothing yet.
   *
   * @param onStart is told every process it comes to run as soon as it exists
   */
  LocalServer(Place place, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    this.place = place;
    this.onStart = onStart;
    this.afterClose = afterClose;
  }

  /**
   * What is known of a server before it runs.
   *
   * @param name for people
   * @param port where it listens
   * @param directory it is started in; created when missing
   * @param log receives its output
   * @param startLimit after which one that does not answer is given up
   */
  record Place(
      String name,
      int port,
      Path directory,
      Path log,
      Duration startLimit,
      ManagedProcess.Lifetime lifetime) {
    /** Of a server that dies with this JVM. */
    Place(String name, int port, Path directory, Path log, Duration startLimit) {
      this(name, port, directory, log, startLimit, ManagedProcess.Lifetime.THIS_JVM);
    }
  }

  /** The command line of its next process. */
  abstract List<String> command();

  /** Whether it is this server that answers on its port, and not another. */
  abstract boolean answers();

  /** Starts it again on the same port and directory, stopping it first if it still runs. */
  public final void restart() {
    stop();
    if (!Ports.isFree(place.port())) {
      throw StackErrors.portIsTaken(place.name(), place.port());
    }
    process = ManagedProcess.start(command(), place.directory(), place.log(), place.lifetime());
    onStart.accept(process.handle());
    try {
      Waiting.until(place.startLimit(), process::isAlive, this::answers);
    } catch (Waiting.GaveUp gaveUp) {
      stop();
      if (!Ports.isFree(place.port())) {
        // Somebody else began to listen there while this one was still loading its classes.
        throw StackErrors.portIsTaken(place.name(), place.port());
      }
      throw StackErrors.serverDidNotStart(place.name(), gaveUp.getMessage(), place.log());
    }
  }

  /** Where it listens. */
  public final int port() {
    return place.port();
  }

  /** The process id of the running (or last) server. */
  public final long pid() {
    return process.pid();
  }

  /** Whether the process lives. */
  public final boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGKILL. {@link #restart()} brings it back with what it had on disk. */
  public final void kill() {
    process.kill();
  }

  /** SIGSTOP: connections stay open and nothing is answered. */
  public final void pause() {
    process.pause();
  }

  /** SIGCONT: ends a {@link #pause()}. */
  public final void resume() {
    process.resume();
  }

  /** Stops it: SIGTERM, and SIGKILL when that does not help. What is on disk stays. */
  @Override
  public final void close() {
    stop();
    afterClose.run();
  }

  private void stop() {
    if (process != null) {
      process.close();
    }
  }
}
