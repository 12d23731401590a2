package dev.sluice.local.doctor;

import dev.sluice.common.error.SluiceException;
import dev.sluice.local.LocalStack;
import dev.sluice.local.Ports;
import dev.sluice.local.Prerequisites;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the local Kafka and Redis need. */
final class StackChecks {
  private StackChecks() {}

  static List<Check> all(StateDirectory state) {
    List<ServerStatus> running =
        LocalStack.status(state).stream().filter(ServerStatus::alive).toList();
    return List.of(
        broker(Prerequisites.missingBrokerJars()),
        redis(state),
        port("kafka-port", Ports.KAFKA, running),
        port("redis-port", Ports.REDIS, running),
        sessions(Prerequisites.canDetach()));
  }

  static Check broker(Optional<Path> missing) {
    return missing
        .map(
            folder ->
                Check.fail(
                    "kafka",
                    "no broker in " + folder,
                    "start through ./sluice, which builds it, or run"
                        + " `./mvnw -pl local-kafka process-classes`"))
        .orElseGet(() -> Check.ok("kafka", "the broker is built"));
  }

  private static Check redis(StateDirectory state) {
    try {
      Path binary = Prerequisites.redisServer(state);
      return redis(binary, Commands.run(binary.toString(), "--version"));
    } catch (SluiceException none) {
      return Check.fail("redis", none.getMessage(), none.hint());
    } catch (UncheckedIOException cannotUnpack) {
      return Check.fail("redis", cannotUnpack.toString(), "see the state directory above");
    }
  }

  static Check redis(Path binary, Commands.Outcome version) {
    return version.succeeded()
        ? Check.ok("redis", version.output() + " (" + binary + ")")
        : Check.fail(
            "redis",
            binary + " does not run here: " + version.output(),
            "install redis-server with your package manager: the one on PATH goes first");
  }

  static Check port(String name, int port, List<ServerStatus> running) {
    boolean ours = running.stream().anyMatch(server -> server.endpoint().endsWith(":" + port));
    if (ours) {
      return Check.ok(name, port + " is in use by this stack");
    }
    return Ports.isFree(port)
        ? Check.ok(name, port + " is free")
        : Check.warn(name, port + " is taken", "nothing: another port is used, and printed");
  }

  static Check sessions(boolean canDetach) {
    return canDetach
        ? Check.ok("sessions", "servers outlive Ctrl-C until the last flush")
        : Check.warn(
            "sessions",
            "neither setsid nor perl on PATH: Ctrl-C stops Kafka and Redis before the last flush",
            "install util-linux, or stop with `sluice down`");
  }
}
