package dev.sluice.common.error;

import java.util.List;

/**
 * The catalogue of messages for users: one method per error, codes are never reused. Here are those
 * that belong to no part of the product; each part has a catalogue of its own beside this one.
 */
public final class Errors {
  /** What stands before each problem of a message that has several, the only line break of it. */
  public static final String NEXT_PROBLEM = "\n  - ";

  private Errors() {}

  /** An error of this catalogue that another process has met and told of. */
  public static SluiceException met(String code, ExitCode exitCode, String message, String hint) {
    return new SluiceException(code, exitCode, message, hint);
  }

  /** SL-1001: definition files with problems, each {@code file:line:column: message}. */
  public static SluiceException invalidDefinition(List<String> problems) {
    return new SluiceException(
        "SL-1001",
        ExitCode.INVALID_DEFINITION,
        "Definition problems:" + NEXT_PROBLEM + String.join(NEXT_PROBLEM, problems),
        "correct them and check with `sluice validate`");
  }

  /** SL-1002: a definition file that lies elsewhere cannot be fetched. */
  public static SluiceException cannotFetch(String url, Throwable cause) {
    return new SluiceException(
        "SL-1002",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch " + url + ": " + cause,
        "check the URL, and that Hadoop's settings on this cluster let the driver read it",
        cause);
  }

  /** SL-2005: the driver was called with arguments it does not understand. */
  public static SluiceException driverUsage(String problem) {
    return new SluiceException(
        "SL-2005",
        ExitCode.USAGE,
        "Cannot start the driver: " + problem,
        "Driver --platform platform.yaml [--profile name] [--status file] dataset.yaml...");
  }

  /** SL-4001: nothing in this catalogue fits. */
  public static SluiceException unexpected(Throwable failure) {
    return new SluiceException(
        "SL-4001",
        ExitCode.FAILED,
        "Unexpected failure: " + failure,
        "`sluice doctor` checks the environment; the log has the stack trace",
        failure);
  }

  /** SL-4002: {@code sluice explain} does not know the code. */
  public static SluiceException unknownErrorCode(String code) {
    return new SluiceException(
        "SL-4002",
        ExitCode.USAGE,
        "Cannot explain " + code + ": no error has that code",
        "`sluice explain` lists them all");
  }

  /** SL-4015: something would be deleted, and nobody said yes. */
  public static SluiceException notConfirmed(String what) {
    return new SluiceException(
        "SL-4015",
        ExitCode.USAGE,
        "Not done, since nobody said yes: " + what,
        "answer `yes`, or pass --yes");
  }
}
