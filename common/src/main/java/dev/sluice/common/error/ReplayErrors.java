package dev.sluice.common.error;

/** Messages about a replay from bronze and its swap. */
public final class ReplayErrors {
  private ReplayErrors() {}

  /** SL-2006: two replays of one dataset at once. */
  public static SluiceException replayRuns(String dataset, String holder) {
    return new SluiceException(
        "SL-2006",
        ExitCode.FENCED,
        "Cannot replay " + dataset + ": another replay of it runs (" + holder + ")",
        "wait for it, or end that process: what it has written is gone on with");
  }

  /** SL-2007: a replay needs to know by which rules. */
  public static SluiceException noDeployedDefinition(String dataset, int generation, String lake) {
    return new SluiceException(
        "SL-2007",
        ExitCode.USAGE,
        "Cannot replay "
            + dataset
            + ": lake "
            + lake
            + " does not say with which definition its generation "
            + generation
            + " was made",
        "name the dataset's file: `sluice replay " + dataset + " --definition dataset.yaml`");
  }

  /** SL-2008: the definition cannot be replayed from this bronze. */
  public static SluiceException cannotReplay(String dataset, String why) {
    return new SluiceException(
        "SL-2008",
        ExitCode.INVALID_DEFINITION,
        "Cannot replay " + dataset + ": " + why,
        "read `docs/how-to/replay.md` on what a replay can change");
  }

  /** SL-2009: a swap would lose what only the old generation has. */
  public static SluiceException swapWouldLose(String dataset, String what) {
    return new SluiceException(
        "SL-2009",
        ExitCode.QUALITY_GATE_FAILED,
        "Not swapped: the generation in force of " + dataset + " has " + what,
        "the tables in force stay as they are; the new ones lie beside them");
  }

  /** SL-2010: there is no generation to go back to. */
  public static SluiceException nothingToRollBack(String dataset) {
    return new SluiceException(
        "SL-2010",
        ExitCode.USAGE,
        "Cannot roll back " + dataset + ": it has had no other generation in force",
        "a rollback undoes a swap of `sluice replay`");
  }
}
