package dev.sluice.common.error;

import java.util.List;

/** Messages about a changed definition that is taken over. */
public final class ApplyErrors {
  private ApplyErrors() {}

  /** SL-4080: a definition changes more than can be taken over while lanes run. */
  public static SluiceException notAdditive(String dataset, List<String> reasons) {
    return new SluiceException(
        "SL-4080",
        ExitCode.INVALID_DEFINITION,
        "Cannot apply the definition of "
            + dataset
            + ", it does more than add:"
            + Errors.NEXT_PROBLEM
            + String.join(Errors.NEXT_PROBLEM, reasons),
        "nothing was changed; make history by it with `sluice replay "
            + dataset
            + " --definition dataset.yaml`, or start the driver with it where silver's columns stay");
  }

  /** SL-4081: silver's columns are not those that a definition would go on with. */
  public static SluiceException silverHasOtherColumns(String dataset, List<String> conflicts) {
    return new SluiceException(
        "SL-4081",
        ExitCode.INVALID_DEFINITION,
        "Cannot go on with silver."
            + dataset
            + ", the definition would change its columns:"
            + Errors.NEXT_PROBLEM
            + String.join(Errors.NEXT_PROBLEM, conflicts),
        "nothing was changed; start with the definition before, and make silver anew by this one: "
            + "`sluice replay "
            + dataset
            + " --definition dataset.yaml`");
  }

  /** SL-4082: a definition is applied to a lake that has no dataset of its name. */
  public static SluiceException nothingToApplyTo(String dataset, String lake) {
    return new SluiceException(
        "SL-4082",
        ExitCode.USAGE,
        "Cannot apply the definition of " + dataset + ": lake " + lake + " has no definition of it",
        "start a driver with the dataset first: `sluice up dataset.yaml`");
  }

  /** SL-4083: a driver is started with a definition that no longer protects fields. */
  public static SluiceException wouldBeInClear(String dataset, List<String> fields) {
    return new SluiceException(
        "SL-4083",
        ExitCode.INVALID_DEFINITION,
        "Cannot go on with silver."
            + dataset
            + ", fields would be in clear that the definition before protects: "
            + String.join(", ", fields),
        "nothing was changed; if the file is an older one, start with the one that was applied; "
            + "to give the protection up, make silver anew: `sluice replay "
            + dataset
            + " --definition dataset.yaml`");
  }
}
