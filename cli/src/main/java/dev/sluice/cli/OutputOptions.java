package dev.sluice.cli;

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

  private static final class Choice {
    @Option(names = "--json", description = "Write a JSON array of objects.")
    private boolean json;

    @Option(names = "--csv", description = "Write CSV with a header.")
    private boolean csv;
  }
}
