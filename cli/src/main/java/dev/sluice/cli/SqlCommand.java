package dev.sluice.cli;

import dev.sluice.cli.query.LakeCatalog;
import dev.sluice.cli.query.LakeQuery;
import dev.sluice.common.error.ExitCode;
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
      "`ledger` has a row per flush and where its rows went. Nothing can be changed.",
      "",
      "Examples:",
      "  sluice sql \"select * from gold.sales_by_country_1m order by window_start desc\"",
      "  sluice sql \"select sum(read), sum(good), bool_and(adds_up) from ledger\"",
      "  sluice sql \"select reason, count(*) from quarantine.clickstream group by 1\" --csv",
      "  sluice sql -f report.sql --json"
    })
final class SqlCommand implements Callable<Integer> {
  private static final int DEFAULT_TABLE_ROWS = 1_000;

  private final Console console;

  @Mixin private OutputOptions output;
  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--limit",
      paramLabel = "<rows>",
      description = "At most so many rows (as a table 1000, otherwise all).")
  private Integer limit;

  SqlCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    OptionalInt rows = limit();
    String sql = source.read(spec);
    LakeQuery.check(sql);
    LakeQuery query =
        new LakeQuery(
            LakeCatalog.find(lake.lake(console)), new StateDirectory(console.local()).scratch());
    new Answers(console, output.format()).print(() -> query.ask(sql, rows));
    return ExitCode.OK.code();
  }

  private OptionalInt limit() {
    if (limit == null) {
      return output.format() == OutputFormat.TABLE
          ? OptionalInt.of(DEFAULT_TABLE_ROWS)
          : OptionalInt.empty();
    }
    return OptionalInt.of(Ranges.atLeast(0, limit, "--limit", spec));
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
