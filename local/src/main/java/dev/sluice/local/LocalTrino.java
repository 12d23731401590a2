package dev.sluice.local;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.StackErrors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Trino of one {@link StateDirectory}: a process that runs on after the command that started it
 * and is found again by its record. What a crashed one left is cleared at the next start.
 */
public final class LocalTrino {
  /** As {@code sluice status} calls it. */
  static final String NAME = "trino";

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final StateDirectory state;
  private final RunFiles files;

  public LocalTrino(StateDirectory state) {
    this.state = state;
    this.files = new RunFiles(state.run());
  }

  /** Writes what a server reads when it starts. */
  public interface Configuration {
    /**
     * Writes it below the server's folder.
     *
     * @return the arguments of its JVM
     */
    List<String> write(Path folder, int port);
  }

  /** Where its configuration is. */
  public Path folder() {
    return state.trino();
  }

  /** Where its output goes. */
  public Path log() {
    return state.log(NAME);
  }

  /** What is recorded, alive or crashed. */
  public Optional<ServerStatus> status() {
    return files.find(NAME).map(ServerStatus::of);
  }

  /** The one that runs. */
  public Optional<ServerStatus> running() {
    return status().filter(ServerStatus::alive);
  }

  /**
   * Starts one and returns when it takes queries.
   *
   * @param wantedPort moved to a free one when taken
   * @throws dev.sluice.common.error.SluiceException SL-3004 when one runs or just starts, SL-3002
   *     when it does not come up
   */
  public ServerStatus start(
      JavaHome java, TrinoInstallation installation, int wantedPort, Configuration configuration) {
    Optional<StackLock> lock = StackLock.tryAcquire(state.run(), NAME);
    try (StackLock held = lock.orElseThrow(() -> isRunning("it just starts"))) {
      running()
          .ifPresent(
              server -> {
                throw isRunning("process " + server.pid());
              });
      files.remove(NAME);
      return LocalStack.onFreePort(
          wantedPort,
          port -> {
            List<String> arguments = configuration.write(folder(), port);
            return start(
                new TrinoServer.Options(java, installation, folder(), log(), port, arguments));
          });
    }
  }

  private SluiceException isRunning(String owner) {
    return StackErrors.stackIsRunning(state.root(), "Trino, " + owner);
  }

  private ServerStatus start(TrinoServer.Options options) {
    String endpoint = "127.0.0.1:" + options.port();
    try {
      TrinoServer.start(options, process -> files.write(RunRecord.of(NAME, process, endpoint)));
    } catch (RuntimeException failed) {
      files.remove(NAME);
      throw failed;
    }
    return status().orElseThrow();
  }

  /** Stops the one that runs, if one does; queries in hand fail. */
  public Optional<ServerStatus> stop() {
    Optional<ServerStatus> running = running();
    files.find(NAME).flatMap(RunRecord::process).ifPresent(process -> Orphans.stop(process, GRACE));
    files.remove(NAME);
    return running;
  }
}
