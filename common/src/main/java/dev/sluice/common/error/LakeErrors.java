package dev.sluice.common.error;

/** Messages about a lake: who may write to it, its object store, and its tables. */
public final class LakeErrors {
  private LakeErrors() {}

  /** SL-2001: another driver holds the lake. */
  public static SluiceException lakeIsHeld(String lake, String holder) {
    return new SluiceException(
        "SL-2001",
        ExitCode.FENCED,
        "Cannot start on lake " + lake + ": another driver holds it (" + holder + ")",
        "stop it with `sluice down`, or choose another lake");
  }

  /** SL-2021: a lake where no lease can be had. */
  public static SluiceException noLeaseThere(String lake) {
    return new SluiceException(
        "SL-2021",
        ExitCode.USAGE,
        "Cannot hold lake " + lake + ": not supported yet: a lease on such a file system",
        "put the lake into S3 (s3://… or s3a://…), or where the driver's machine mounts it: /path");
  }

  /** SL-2022: a lease in an object store ran out, or somebody else has it. */
  public static SluiceException leaseIsLost(String lake, String why) {
    return new SluiceException(
        "SL-2022",
        ExitCode.FENCED,
        "Cannot go on writing to lake " + lake + ": its lease is lost: " + why,
        "start again: a start goes on where the tables end, unless another driver holds the lake");
  }

  /** SL-2023: a table has a commit that its writer did not make. */
  public static SluiceException committedElsewhere(String table, long version) {
    return new SluiceException(
        "SL-2023",
        ExitCode.FAILED,
        "Cannot commit to %s: another process has committed up to version %d"
            .formatted(table, version),
        "the lane starts again from what the tables say; if it repeats, end the other writer");
  }

  /** SL-2024: the object store refuses, or does not answer. */
  public static SluiceException objectStoreFails(String what, String reason, Throwable cause) {
    return new SluiceException(
        "SL-2024",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot " + what + ": " + reason,
        "check region, endpoint and credentials (AWS_…, or fs.s3a.… of Hadoop), and the policy",
        cause);
  }

  /** SL-2025: an object store that writes whatever the condition. */
  public static SluiceException ignoresConditions(String lake) {
    return new SluiceException(
        "SL-2025",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot hold lake " + lake + ": its object store ignores the conditions of a put",
        "use a store that knows If-None-Match and If-Match for puts, as S3 does");
  }

  /** SL-2030: a replay reads versions of tables whose files would go. */
  public static SluiceException replayReads(String table, String dataset) {
    return new SluiceException(
        "SL-2030",
        ExitCode.FENCED,
        "Cannot vacuum " + table + ": a replay of " + dataset + " runs and may read what would go",
        "wait for it, or end it; OPTIMIZE and checkpoints may go on beside it");
  }

  /** SL-2031: nobody knows who still reads files of a table. */
  public static SluiceException consumersUnknown(String table, String lake) {
    return new SluiceException(
        "SL-2031",
        ExitCode.FAILED,
        "Cannot vacuum " + table + ": lake " + lake + " does not say which gold tables read it",
        "start its driver once: it writes the dataset's definition into the lake");
  }

  /** SL-4050: the tables of a generation that was asked for are gone. */
  public static SluiceException generationRemoved(String dataset, int generation) {
    return new SluiceException(
        "SL-4050",
        ExitCode.FAILED,
        "Cannot put generation "
            + generation
            + " of "
            + dataset
            + " in force: its tables have been removed",
        "make another one by its definition: `sluice replay " + dataset + " --definition …`");
  }

  /** SL-4051: generations are to go while a replay may need them. */
  public static SluiceException generationsAreUsed(String dataset, String why) {
    return new SluiceException(
        "SL-4051",
        ExitCode.FENCED,
        "Cannot remove generations of " + dataset + ": " + why,
        "wait for it, or end it; what is to go goes the next time");
  }

  /** SL-4052: somebody else has changed rows of a gold table. */
  public static SluiceException goldChangedByOthers(
      String aggregate, String table, long version, String operation) {
    return new SluiceException(
        "SL-4052",
        ExitCode.FAILED,
        "Cannot go on with gold table "
            + aggregate
            + ": version "
            + version
            + " of "
            + table
            + " ("
            + operation
            + ") is not Sluice's and changed its rows",
        "take it back with RESTORE to version "
            + (version - 1)
            + ", or make gold again with `sluice replay` of its dataset");
  }

  /** SL-4053: what a gold table has taken in is not of the silver table that is there. */
  public static SluiceException goldOfAnotherSilver(String aggregate, String table, long version) {
    return new SluiceException(
        "SL-4053",
        ExitCode.FAILED,
        "Cannot go on with gold table "
            + aggregate
            + ": no commit of "
            + table
            + " says how far it has come, and its rows reach version "
            + version
            + " of a silver table that is not the one there",
        "make gold again with `sluice replay` of its dataset");
  }

  /** SL-5101: a gold table was made by another definition of its aggregate. */
  public static SluiceException goldHasOtherColumns(String aggregate, String table) {
    return new SluiceException(
        "SL-5101",
        ExitCode.INVALID_DEFINITION,
        "Cannot go on with gold table "
            + aggregate
            + ": the table at "
            + table
            + " has other columns than the definition",
        "a gold table keeps its columns; give the changed aggregate another name");
  }
}
