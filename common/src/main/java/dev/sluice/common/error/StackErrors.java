package dev.sluice.common.error;

import java.nio.file.Path;

/** Messages about the servers and the driver that this machine runs. */
public final class StackErrors {
  /** Code of {@link #portIsTaken}, which callers answer by taking another port. */
  public static final String PORT_IS_TAKEN = "SL-3006";

  private StackErrors() {}

  /** SL-3001: no Redis for this machine. */
  public static SluiceException noRedisFor(String platform) {
    return new SluiceException(
        "SL-3001",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start Redis: no redis-server on PATH, and none embedded for " + platform,
        "install redis-server with your package manager");
  }

  /** SL-3002: a server of the local stack did not come up. */
  public static SluiceException serverDidNotStart(String server, String why, Path log) {
    return new SluiceException(
        "SL-3002",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start " + server + ": " + why + " (its log: " + log + ")",
        "read the end of that log; `sluice doctor` checks what it needs");
  }

  /** SL-3003: the broker was never built. */
  public static SluiceException brokerJarsMissing(Path expected) {
    return new SluiceException(
        "SL-3003",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start Kafka: its jars are not in " + expected,
        "run `./mvnw -pl local-kafka process-classes`, or start through ./sluice, which builds them");
  }

  /** SL-3004: another process runs the stack of this directory. */
  public static SluiceException stackIsRunning(Path stateDirectory, String owner) {
    return new SluiceException(
        "SL-3004",
        ExitCode.FENCED,
        "Cannot start the local stack in " + stateDirectory + ": it already runs (" + owner + ")",
        "stop it with `sluice down`, or work in another directory");
  }

  /** SL-3005: Kafka answered, but not as asked. */
  public static SluiceException kafkaRefused(String request, String servers, Throwable cause) {
    return new SluiceException(
        "SL-3005",
        ExitCode.FAILED,
        "Cannot " + request + " on Kafka at " + servers + ": " + cause.getMessage(),
        "see whether it still runs with `sluice status`",
        cause);
  }

  /** SL-3006: a port that was asked for is in use. */
  public static SluiceException portIsTaken(String server, int port) {
    return new SluiceException(
        PORT_IS_TAKEN,
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start " + server + " on 127.0.0.1:" + port + ": the port is taken",
        "stop what listens there, or choose another port");
  }

  /** SL-3030: the schema registry could not be fetched. */
  public static SluiceException registryNotFetched(String why, Path log) {
    return DownloadErrors.notFetched("SL-3030", "the schema registry", why, log);
  }

  /** SL-3031: the disk has no room for the schema registry. */
  public static SluiceException noRoomForRegistry(Path folder, long usable, long needed) {
    return DownloadErrors.noRoom("SL-3031", "the schema registry", folder, usable, needed);
  }

  /** SL-3032: no Java for the schema registry. */
  public static SluiceException noJavaForRegistry(int oldest) {
    return new SluiceException(
        "SL-3032",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start the schema registry: no JDK " + oldest + " or newer in the usual places",
        "install one (sdkman: sdk install java 25-tem) or set TRINO_JAVA_HOME to it; a registry that"
            + " runs elsewhere needs none here");
  }

  /** SL-4010: the driver has ended though nobody asked it to. */
  public static SluiceException driverEnded(int exitCode, String lastWords, Path log) {
    return new SluiceException(
        "SL-4010",
        ExitCode.FAILED,
        "The driver ended with exit code "
            + exitCode
            + (lastWords.isEmpty() ? "" : ": " + lastWords),
        "read the end of " + log);
  }

  /** SL-4016: the command needs a stack that runs. */
  public static SluiceException nothingRuns() {
    return new SluiceException(
        "SL-4016",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot send events: no local Kafka runs",
        "start one with `sluice up examples/clickstream/dataset.yaml` in another terminal");
  }

  /** SL-5001: the platform file's Redis is no address. It may hold a password: never shown. */
  public static SluiceException redisAddressInvalid() {
    return new SluiceException(
        "SL-5001",
        ExitCode.INVALID_DEFINITION,
        "Invalid redis address in the platform file (must be host:port, redis://… or rediss://…)",
        "write it as redis: 127.0.0.1:6379");
  }
}
