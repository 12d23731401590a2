package dev.sluice.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Says which values an option takes; what it refuses is a usage error. */
final class Ranges {
  private Ranges() {}

  /** Gives back a number that is not below the least. */
  static int atLeast(int least, int value, String option, CommandSpec command) {
    if (value < least) {
      throw invalid(option, value, least + " or more", command);
    }
    return value;
  }

  /** Gives back a number that is more than 0 and finite. */
  static double positive(double value, String option, CommandSpec command) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw invalid(option, value, "more than 0", command);
    }
    return value;
  }

  private static ParameterException invalid(
      String option, Object value, String range, CommandSpec command) {
    return new ParameterException(
        command.commandLine(),
        "Invalid value for " + option + ": " + value + " (must be " + range + ")");
  }
}
