package dev.sluice.cli;

import dev.sluice.cli.query.LakeQuery;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.local.StateDirectory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice peek silver.clickstream}: the newest rows of a table. */
@Command(
    name = "peek",
    description = "Show the newest rows of a table.",
    footer = {
      "",
      "Bronze shows its bytes as text, with \\xNN for what is no UTF-8; `sluice sql` has them as",
      "base64. --json and --csv have every column.",
      "",
      "Examples:",
      "  sluice peek silver.clickstream",
      "  sluice peek quarantine.clickstream --rows 50 --json"
    })
final class PeekCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output;
  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "<table>", description = "Layer and name: silver.clickstream.")
  private String table;

  @Option(
      names = "--rows",
      paramLabel = "<rows>",
      defaultValue = "10",
      description = "At most so many rows (default ${DEFAULT-VALUE}).")
  private int rows;

  PeekCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Ranges.atLeast(1, rows, "--rows", spec);
    LakeCatalog catalog = LakeCatalog.find(lake.lake(console));
    catalog.table(table);
    LakeQuery query = new LakeQuery(catalog, new StateDirectory(console.local()).scratch());
    boolean forPeople = output.format() == OutputFormat.TABLE;
    new Answers(console, output.format())
        .print("starting Spark…", () -> query.peek(table, rows, forPeople));
    return ExitCode.OK.code();
  }
}
