package dev.sluice.cli;

import dev.sluice.cli.query.Engine;
import dev.sluice.cli.query.Engines;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice sql "select …"}: asks the lake's tables; never changes one. */
@Command(
    name = "sql",
    description = "Ask the lake's tables in SQL.",
    footer = {
      "",
      "Tables are bronze.<dataset>, silver.<dataset>, quarantine.<dataset> and gold.<aggregate>;",
      "`ledger` has a row per flush and where its rows went (Spark only). Nothing can be changed.",
      "Spark answers, or Trino when `sluice trino start` runs it; stderr says which.",
      "",
      "Examples:",
      "  sluice sql \"select * from gold.sales_by_country_1m order by window_start desc\"",
      "  sluice sql \"select sum(read), sum(good), bool_and(adds_up) from ledger\"",
      "  sluice sql \"select reason, count(*) from quarantine.clickstream group by 1\" --csv",
      "  sluice sql --engine trino \"select * from views.freshness\"",
      "  sluice sql -f report.sql --json"
    })
final class SqlCommand implements Callable<Integer> {
  private static final int DEFAULT_TABLE_ROWS = 1_000;

  private final Console console;
  private Integer limit;

  @Mixin private OutputOptions output;
  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--engine",
      paramLabel = "spark|trino|auto",
      defaultValue = "auto",
      converter = Engine.Converter.class,
      description = "Who answers: auto is Trino when it runs for this lake, else Spark.")
  private Engine engine;

  @Option(
      names = "--limit",
      paramLabel = "<rows>",
      description = "At most so many rows (as a table 1000, otherwise all).")
  void limit(int asked) {
    limit = Ranges.atLeast(0, asked, "--limit", spec);
  }

  SqlCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    OptionalInt rows = output.limit(limit, DEFAULT_TABLE_ROWS);
    String sql = source.read(spec);
    Engines.check(engine, sql);
    LakeCatalog catalog = LakeCatalog.find(lake.lake(console));
    try (Engines engines = new Engines(new StateDirectory(console.local()), catalog, engine)) {
      new Answers(console, output.format()).print("asking…", () -> engines.ask(sql, rows));
      console.error().println(Cells.harmless(engines.whoAnswered()));
    }
    return ExitCode.OK.code();
  }

  /** Where the query stands. */
  private static final class Source {
    @Parameters(paramLabel = "<query>", description = "The query.")
    private String query;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "<file>",
        description = "A file with the query.")
    private Path file;

    private String read(CommandSpec spec) throws IOException {
      if (file == null) {
        return query;
      }
      try {
        return Files.readString(file);
      } catch (NoSuchFileException missing) {
        throw new ParameterException(spec.commandLine(), "Cannot read " + file + ": no such file");
      }
    }
  }
}
