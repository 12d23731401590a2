package dev.sluice.common.error;

/** Messages about rows of quarantine that somebody asks for or judges again. */
public final class QuarantineErrors {
  private QuarantineErrors() {}

  /** SL-4030: a row was asked for that is not in quarantine. */
  public static SluiceException notInQuarantine(String dataset, String coordinates) {
    return new SluiceException(
        "SL-4030",
        ExitCode.FAILED,
        "Cannot show " + coordinates + ": it is not in quarantine of " + dataset,
        "`sluice quarantine ls " + dataset + "` lists what is");
  }

  /** SL-4042: rows of quarantine were to be judged again, and nobody says by which schema. */
  public static SluiceException quarantineNeedsRegistry(String dataset, String why) {
    return new SluiceException(
        "SL-4042",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot replay quarantine of " + dataset + ": " + why,
        "ask again when the registry answers; nothing has changed");
  }

  /** SL-4043: rows were lost between their verdict and their table. */
  public static SluiceException quarantineReplayLost(
      String dataset, String table, long judged, long written) {
    return new SluiceException(
        "SL-4043",
        ExitCode.FAILED,
        "The replay of quarantine of %s does not add up: %d rows were judged for %s, %d written"
            .formatted(dataset, judged, table, written),
        "report it with the driver's log; `sluice replay %s` makes silver anew".formatted(dataset));
  }
}
