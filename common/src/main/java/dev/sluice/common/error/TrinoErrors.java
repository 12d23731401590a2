package dev.sluice.common.error;

import java.nio.file.Path;

/** Messages about the Trino of this machine. */
public final class TrinoErrors {
  private TrinoErrors() {}

  /** SL-3010: no Java for Trino. */
  public static SluiceException noJavaForTrino(int oldest) {
    return new SluiceException(
        "SL-3010",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start Trino: no JDK " + oldest + " or newer in the usual places",
        "install one (sdkman: sdk install java 25-tem) or set TRINO_JAVA_HOME to it");
  }

  /** SL-3011: Trino could not be fetched. */
  public static SluiceException trinoNotFetched(String why, Path log) {
    return DownloadErrors.notFetched("SL-3011", "Trino", why, log);
  }

  /** SL-3012: the disk has no room for Trino. */
  public static SluiceException noRoomForTrino(Path folder, long usable, long needed) {
    return DownloadErrors.noRoom("SL-3012", "Trino", folder, usable, needed);
  }

  /** SL-3013: a Trino serves another lake. */
  public static SluiceException trinoServesAnotherLake(Path served, String wanted) {
    return new SluiceException(
        "SL-3013",
        ExitCode.USAGE,
        "Cannot use the running Trino for " + wanted + ": it serves " + served,
        "`sluice trino stop`, then `sluice trino start --lake <path>`");
  }

  /** SL-4024: Trino was asked for and does not answer. */
  public static SluiceException trinoUnreachable(String endpoint, Throwable cause) {
    return new SluiceException(
        "SL-4024",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot ask Trino: " + (endpoint.isEmpty() ? "none runs here" : endpoint + " is silent"),
        "start it with `sluice trino start`, or ask Spark: `sluice sql --engine spark`",
        cause);
  }

  /** SL-4025: a query asks Trino for what only Spark has. */
  public static SluiceException onlyOnSpark(String name) {
    return new SluiceException(
        "SL-4025",
        ExitCode.FAILED,
        "Cannot ask Trino for " + name + ": it is made from what commits say, which Trino hides",
        "ask Spark: `sluice sql --engine spark`");
  }

  /** SL-4026: a query has syntax or functions that Trino does not know; Spark may. */
  public static SluiceException notTrinosDialect(String why, Throwable cause) {
    return new SluiceException(
        "SL-4026",
        ExitCode.FAILED,
        "Cannot run the query on Trino: " + why,
        "Spark's dialect differs: `sluice sql --engine spark`",
        cause);
  }
}
