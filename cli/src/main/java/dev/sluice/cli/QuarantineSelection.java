package dev.sluice.cli;

import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.RowCoordinates;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mixin: a dataset, and one of its refused rows by its place or all that fit filters. */
final class QuarantineSelection {
  @Mixin private QuarantineFilterOptions filter;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<dataset>", description = "The dataset's name.")
  private String dataset;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<coordinates>",
      converter = Coordinates.class,
      description = "<topic>/<partition>/<offset>, as `ls` has them; without, the rows that fit.")
  private RowCoordinates coordinates;

  /** The dataset's name, as it was given. */
  String dataset() {
    return dataset;
  }

  /** Whether one row is meant. */
  boolean isOneRow() {
    return coordinates != null;
  }

  /** The rows that are meant. */
  QuarantineFilter rows() {
    if (coordinates != null && filter.areGiven()) {
      throw new ParameterException(
          spec.commandLine(), "Coordinates name one row: filters cannot be given with them");
    }
    return coordinates == null ? filter.filter() : QuarantineFilter.at(coordinates);
  }

  /** The same for people. */
  String words() {
    return coordinates == null ? filter.words() : coordinates.toString();
  }
}
