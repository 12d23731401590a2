package dev.sluice.common.error;

/** Messages about a person's erasure. */
public final class ErasureErrors {
  private ErasureErrors() {}

  /** SL-4070: a person's rows are to go, and the dataset does not say whose an event is. */
  public static SluiceException noErasureSubject(String dataset) {
    return new SluiceException(
        "SL-4070",
        ExitCode.INVALID_DEFINITION,
        "Cannot erase from " + dataset + ": its definition names no erasure.subject",
        "add `erasure: {subject: <field>}` to the dataset file and start a driver with it once");
  }

  /** SL-4071: rows are to be erased while a replay makes tables from them. */
  public static SluiceException erasureWaitsForReplay(String dataset) {
    return new SluiceException(
        "SL-4071",
        ExitCode.FENCED,
        "Cannot erase from " + dataset + ": a replay of it runs; nothing was erased",
        "wait for it, or end it, and erase again");
  }

  /** SL-4072: rows are to be erased that silver has not judged yet. */
  public static SluiceException erasureBeforeSilver(String dataset) {
    return new SluiceException(
        "SL-4072",
        ExitCode.FAILED,
        "Cannot erase from "
            + dataset
            + ": its silver waits and is behind bronze; nothing was erased",
        "let silver go on (`sluice status` says why it waits, `sluice resume " + dataset + "`)");
  }

  /** SL-4073: a registry is needed to tell whose records are. */
  public static SluiceException erasureNeedsRegistry(String dataset, String why) {
    return new SluiceException(
        "SL-4073",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot erase from " + dataset + ": " + why + "; nothing was erased",
        "erase again when the registry answers");
  }

  /** SL-4074: hot keys are to go, and Redis cannot be asked. */
  public static SluiceException erasureNeedsRedis(String dataset, Throwable cause) {
    return new SluiceException(
        "SL-4074",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot erase from " + dataset + ": Redis did not remove its hot keys",
        "erase again when Redis answers: what had gone by then is not missed",
        cause);
  }

  /** SL-4075: more rows than can be erased at once. */
  public static SluiceException erasureTooLarge(String dataset, long records, long most) {
    return new SluiceException(
        "SL-4075",
        ExitCode.FAILED,
        ("Cannot erase from %s: %,d records are the subject's, and at most %,d are erased at once;"
                + " nothing was erased")
            .formatted(dataset, records, most),
        "is the id one person's? `erasure.subject` has to name a field that tells people apart");
  }

  /** SL-4076: there is nothing of the dataset that could be erased. */
  public static SluiceException nothingToEraseFrom(String dataset, String bronze) {
    return new SluiceException(
        "SL-4076",
        ExitCode.FAILED,
        "Cannot erase from " + dataset + ": there is no bronze at " + bronze,
        "check the name and the lake: `sluice status` shows both");
  }

  /** SL-4077: silver has rows older than bronze that do not tell whose they are. */
  public static SluiceException rowsOfNobodyKnown(String dataset, long rows) {
    return new SluiceException(
        "SL-4077",
        ExitCode.FAILED,
        ("Cannot erase from %s: %,d rows of its silver are older than bronze and do not tell whose"
                + " they are; nothing was erased")
            .formatted(dataset, rows),
        "restore their records to bronze, or give the key that signed them to the platform file,"
            + " or let them stay: --leave-unknown");
  }

  /** SL-4078: the id can be nobody's. */
  public static SluiceException subjectIsNoInteger(String dataset, String field) {
    return new SluiceException(
        "SL-4078",
        ExitCode.USAGE,
        ("Cannot erase from %s: its subject %s is an integer, and the id that was given is not"
                + " written like one")
            .formatted(dataset, field),
        "give it in digits alone, without leading zeros");
  }
}
