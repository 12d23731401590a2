package dev.sluice.cli;

import java.util.OptionalInt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Mixin: {@code --json} and {@code --csv}, for every command that answers with rows. */
public final class OutputOptions {
  @ArgGroup private final Choice choice = new Choice();

  /** The format that was asked for; a table by default. */
  public OutputFormat format() {
    if (choice.json) {
      return OutputFormat.JSON;
    }
    return choice.csv ? OutputFormat.CSV : OutputFormat.TABLE;
  }

  /**
   * How many rows to ask for: so many as were asked for; otherwise all, but for a person no more
   * than can be looked through.
   *
   * @param asked null when nothing was
   * @param asTable rows of a table for which nothing was asked
   */
  OptionalInt limit(Integer asked, int asTable) {
    if (asked != null) {
      return OptionalInt.of(asked);
    }
    return format() == OutputFormat.TABLE ? OptionalInt.of(asTable) : OptionalInt.empty();
  }

  private static final class Choice {
    @Option(names = "--json", description = "Write a JSON array of objects.")
    private boolean json;

    @Option(names = "--csv", description = "Write CSV with a header.")
    private boolean csv;
  }
}
