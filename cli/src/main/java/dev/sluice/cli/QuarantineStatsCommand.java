package dev.sluice.cli;

import dev.sluice.cli.query.LakeQuery;
import dev.sluice.cli.query.Quarantine;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.local.StateDirectory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice quarantine stats}: how many rows were refused, by reason and rule. */
@Command(
    name = "stats",
    description = "Count refused rows by dataset, reason and rule.",
    footer = {
      "",
      "A row counts once: one that failed two rules stands under both names. `waiting` are those that",
      "nobody has replayed or discarded; `share` is the part of all rows that bronze has.",
      "",
      "Examples:",
      "  sluice quarantine stats",
      "  sluice quarantine stats clickstream --json"
    })
final class QuarantineStatsCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output;
  @Mixin private LakeOptions lake;

  @Parameters(
      paramLabel = "<dataset>",
      arity = "0..1",
      description = "The dataset's name; all datasets without one.")
  private String dataset;

  QuarantineStatsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LakeCatalog catalog = LakeCatalog.find(lake.lake(console));
    Quarantine quarantine =
        new Quarantine(
            catalog, new LakeQuery(catalog, new StateDirectory(console.local()).scratch()));
    List<LakeCatalog.Table> tables = quarantine.tables(Optional.ofNullable(dataset));
    new Answers(console, output.format()).print("starting Spark…", () -> quarantine.counts(tables));
    return ExitCode.OK.code();
  }
}
