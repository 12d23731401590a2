package dev.sluice.cli;

import dev.sluice.cli.query.LakeQuery;
import dev.sluice.cli.query.Quarantine;
import dev.sluice.cli.query.QuarantinedRow;
import dev.sluice.cli.query.QuarantinedRow.Extent;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.DefinitionFiles.Outline;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.QuarantineErrors;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.lanes.DeployedDefinitions;
import dev.sluice.local.StateDirectory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice quarantine show}: the bytes of refused rows, harmless to a terminal. */
@Command(
    name = "show",
    description = "Show the bytes of a refused row, and why it was refused.",
    footer = {
      "",
      "Bytes come as a hex dump and as text in which nothing can move the cursor. Bronze has them as",
      "they came: of a dataset that protects fields they are shown after a yes only.",
      "",
      "Examples:",
      "  sluice quarantine show clickstream shop.clicks/0/4711",
      "  sluice quarantine show clickstream --reason MALFORMED --limit 3 --full",
      "  sluice quarantine show clickstream shop.clicks/0/4711 --json"
    })
final class QuarantineShowCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions options;
  @Mixin private QuarantineSelection selection;
  @Spec private CommandSpec spec;

  @Option(
      names = "--limit",
      paramLabel = "<rows>",
      defaultValue = "1",
      description = "At most so many of the newest rows (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--full", description = "Show every byte, not only the first ones.")
  private boolean full;

  @Option(names = "--yes", description = "Show what silver protects without asking.")
  private boolean yes;

  @Option(names = "--json", description = "Write a JSON array of objects, bytes as base64.")
  private boolean json;

  QuarantineShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Ranges.atLeast(1, limit, "--limit", spec);
    QuarantineFilter wanted = selection.rows();
    Lake lake = options.lake(console);
    LakeCatalog catalog = LakeCatalog.find(lake);
    Quarantine quarantine =
        new Quarantine(
            catalog, new LakeQuery(catalog, new StateDirectory(console.local()).scratch()));
    LakeCatalog.Table table = quarantine.tables(Optional.of(selection.dataset())).get(0);
    Optional<Outline> outline =
        DeployedDefinitions.find(lake, Sessions.hadoop(), table.name(), table.generation())
            .flatMap(DefinitionFiles::outline);
    requireClear(table.name(), outline);
    List<QuarantinedRow> rows = find(quarantine, table, wanted);
    if (selection.isOneRow() && rows.isEmpty()) {
      throw QuarantineErrors.notInQuarantine(table.name(), selection.words());
    }
    QuarantinedRows shown =
        new QuarantinedRows(outline.map(Outline::hasSchemaIds).orElse(false), full);
    if (json) {
      new Output(console, OutputFormat.JSON).rows(QuarantinedRows.COLUMNS, shown.values(rows));
    } else {
      shown.lines(rows).forEach(console.out()::println);
      console.out().println(rows.size() == 1 ? "1 row" : rows.size() + " rows");
    }
    console.out().flush();
    return ExitCode.OK.code();
  }

  private List<QuarantinedRow> find(
      Quarantine quarantine, LakeCatalog.Table table, QuarantineFilter wanted) {
    try (Progress progress = new Progress(console)) {
      if (console.terminal().errorIsTerminal()) {
        progress.show(List.of("starting Spark…"));
      }
      return quarantine.records(
          table, wanted, limit, full || json ? Extent.WHOLE : QuarantinedRows.SHOWN);
    }
  }

  /** Bronze protects nothing, by design: whoever looks must know what it is. */
  private void requireClear(String name, Optional<Outline> outline) {
    if (outline.isPresent() && !outline.get().isProtected()) {
      return;
    }
    String why =
        outline.isPresent()
            ? "whose silver protects fields"
            : "and the lake has no definition of it that tells what is protected";
    new Confirmation(console, yes).require("showing unprotected bytes of " + name + ", " + why);
    console.error().println("unprotected: these are the bytes of " + name + " as they came");
  }
}
