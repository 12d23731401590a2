package dev.sluice.cli;

import dev.sluice.cli.query.LakeQuery;
import dev.sluice.cli.query.Quarantine;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.QuarantineState;
import dev.sluice.local.StateDirectory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice quarantine ls}: refused rows, newest first. */
@Command(
    name = "ls",
    description = "List refused rows that wait, newest first.",
    footer = {
      "",
      "Times are those of arrival. --json and --csv have every column, and coordinates in parts.",
      "",
      "Examples:",
      "  sluice quarantine ls",
      "  sluice quarantine ls clickstream --rule price_not_negative --since \"1 day\"",
      "  sluice quarantine ls clickstream --reason MALFORMED --reason BAD_ENCODING --json",
      "  sluice quarantine ls clickstream --state replayed --state discarded"
    })
final class QuarantineLsCommand implements Callable<Integer> {
  private static final int DEFAULT_TABLE_ROWS = 100;

  private final Console console;
  private Integer limit;

  @Mixin private OutputOptions output;
  @Mixin private LakeOptions lake;
  @Mixin private QuarantineFilterOptions filter;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "<dataset>",
      arity = "0..1",
      description = "The dataset's name; all datasets without one.")
  private String dataset;

  @Option(
      names = "--state",
      paramLabel = "<state>",
      description =
          "Rows in this state: open, still_failing (these two without the option), replayed,"
              + " discarded; may be repeated.")
  private List<QuarantineState> states = List.of();

  @Option(
      names = "--limit",
      paramLabel = "<rows>",
      description = "At most so many rows (as a table 100, otherwise all).")
  void limit(int asked) {
    limit = Ranges.atLeast(1, asked, "--limit", spec);
  }

  QuarantineLsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OptionalInt rows = output.limit(limit, DEFAULT_TABLE_ROWS);
    boolean forPeople = output.format() == OutputFormat.TABLE;
    LakeCatalog catalog = LakeCatalog.find(lake.lake(console));
    Quarantine quarantine =
        new Quarantine(
            catalog, new LakeQuery(catalog, new StateDirectory(console.local()).scratch()));
    List<LakeCatalog.Table> tables = quarantine.tables(Optional.ofNullable(dataset));
    new Answers(console, output.format())
        .print("starting Spark…", () -> quarantine.rows(tables, wanted(), rows, forPeople));
    return ExitCode.OK.code();
  }

  private QuarantineFilter wanted() {
    return states.isEmpty() ? filter.filter() : filter.filter().in(states);
  }
}
