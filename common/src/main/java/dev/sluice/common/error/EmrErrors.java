package dev.sluice.common.error;

import java.nio.file.Path;

/** Messages about AWS and the clusters of Amazon EMR. */
public final class EmrErrors {
  private EmrErrors() {}

  /** SL-3020: AWS refuses something, or does not answer. */
  public static SluiceException awsRefused(String what, String why, Throwable cause) {
    return new SluiceException(
        "SL-3020",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot " + what + ": " + why,
        "check credentials (`aws sts get-caller-identity`), --region and the name; AWS_ENDPOINT_URL"
            + " names another endpoint",
        cause);
  }

  /** SL-3021: there is no jar to submit. */
  public static SluiceException notPackaged(Path jar) {
    return new SluiceException(
        "SL-3021",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot submit: there is no " + jar,
        "make it with `./sluice package`");
  }

  /** SL-3022: the lake has a driver, or one that is about to be. */
  public static SluiceException driverIsSubmitted(String lake, String which) {
    return new SluiceException(
        "SL-3022",
        ExitCode.FENCED,
        "Cannot submit a second driver for lake " + lake + ": " + which,
        "stop it with `sluice stop --target emr`, or give the second a lake of its own");
  }

  /** SL-3023: a file that cannot be brought to a cluster as it is. */
  public static SluiceException cannotUpload(Path file, String why) {
    return new SluiceException(
        "SL-3023",
        ExitCode.INVALID_DEFINITION,
        "Cannot upload " + file + ": " + why,
        "name it by its way from the dataset file");
  }

  /** SL-3024: nobody knows whether a step was added. */
  public static SluiceException stepUnclear(
      String step, String cluster, String why, Throwable cause) {
    return new SluiceException(
        "SL-3024",
        ExitCode.FAILED,
        "Nobody knows whether step `" + step + "` was added to cluster " + cluster + ": " + why,
        "look with `sluice status --target emr`; if it is not there, submit again after 15 minutes",
        cause);
  }

  /** SL-3025: a driver on a cluster whose lake cannot be written from here. */
  public static SluiceException noStopMarkerFromHere(String lake, String step) {
    return new SluiceException(
        "SL-3025",
        ExitCode.USAGE,
        "Cannot ask step " + step + " to end: lake " + lake + " is not in S3",
        "where it is mounted, run `mkdir -p <lake>/_sluice/stop && touch <lake>/_sluice/stop/now`");
  }

  /** SL-3026: the cluster takes no steps any more. */
  public static SluiceException clusterHasEnded(String cluster, String state) {
    return new SluiceException(
        "SL-3026",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot submit to cluster " + cluster + ": it is " + state,
        "name one that runs; `aws emr list-clusters --active` lists them");
  }
}
