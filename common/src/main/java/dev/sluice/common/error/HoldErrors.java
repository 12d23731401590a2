package dev.sluice.common.error;

/** Messages about a silver that waits while bronze goes on. */
public final class HoldErrors {
  private HoldErrors() {}

  /** SL-2050: silver waits for somebody to look at a row that failed a rule. */
  public static SluiceException heldByRule(String dataset, String detail) {
    return new SluiceException(
        "SL-2050",
        ExitCode.QUALITY_GATE_FAILED,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "`sluice resume " + dataset + "` lets such rows go to quarantine");
  }

  /** SL-2051: silver waits because too many rows would go to quarantine. */
  public static SluiceException heldByBreaker(String dataset, String detail) {
    return new SluiceException(
        "SL-2051",
        ExitCode.QUALITY_GATE_FAILED,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "`sluice resume " + dataset + "` lets such rows go to quarantine");
  }

  /** SL-2052: silver waits for the schema registry. */
  public static SluiceException heldByRegistry(String dataset, String detail) {
    return new SluiceException(
        "SL-2052",
        ExitCode.DEPENDENCY_MISSING,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "it goes on by itself when the registry answers, or after the platform's `hold`");
  }

  /** SL-2053: silver in force waits at a point that the replay has passed. */
  public static SluiceException heldBehindReplay(String dataset, String detail) {
    return new SluiceException(
        "SL-2053",
        ExitCode.QUALITY_GATE_FAILED,
        "Cannot compare the replay of "
            + dataset
            + ": silver in force waits before its end: "
            + detail,
        "let it go on with `sluice resume " + dataset + "`, and replay again");
  }
}
