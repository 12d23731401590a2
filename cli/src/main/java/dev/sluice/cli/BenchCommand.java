package dev.sluice.cli;

import dev.sluice.bench.BenchPage;
import dev.sluice.bench.CaseReport;
import dev.sluice.bench.Machine;
import dev.sluice.cli.bench.BenchJob;
import dev.sluice.common.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: parts of Sluice beside their peers. */
@Command(
    name = "bench",
    description = "Measure parts of Sluice beside their peers, in one run.",
    footer = {
      "",
      "Each round does all contenders in turn; ratios are medians of the ratios round by round, so a",
      "busy machine makes the seconds longer and leaves the ratios about where they are.",
      "So far there is one case, decode: silver (strict decoding, where, rules, protection) beside",
      "a bare append of the same rows, and Spark's own from_json and from_avro.",
      "",
      "Examples:",
      "  sluice bench",
      "  sluice bench --rows 500000 --rounds 9 --json",
      "  sluice bench --page docs/benchmarks.md"
    })
final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rows",
      paramLabel = "<n>",
      defaultValue = "400000",
      description = "Rows of a round (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--rounds",
      paramLabel = "<n>",
      defaultValue = "5",
      description = "Measured rounds, after two that are not (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--page",
      paramLabel = "<file>",
      description = "Also write the results as a Markdown page.")
  private Path page;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Ranges.atLeast(1, rows, "--rows", spec);
    Ranges.atLeast(1, rounds, "--rounds", spec);
    List<CaseReport> reports;
    try (ScratchDirectory scratch = ScratchDirectory.of("bench", console);
        Progress progress = new Progress(console)) {
      reports = BenchJob.run(scratch.folder(), rows, rounds, line -> progress.show(List.of(line)));
    }
    Machine machine = Machine.here();
    if (page != null) {
      Files.writeString(page, BenchPage.of(machine, rounds, reports));
    }
    print(machine, reports);
    return ExitCode.OK.code();
  }

  private void print(Machine machine, List<CaseReport> reports) {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("machine", machine.json());
      object.put("rounds", rounds);
      object.put("cases", reports.stream().map(CaseReport::json).toList());
      new Output(console, OutputFormat.JSON).object(object);
      return;
    }
    console.out().println(machine.line());
    for (CaseReport report : reports) {
      console.out().printf("%n%s: %,d %s%n", report.name(), report.rows(), report.title());
      new Output(console, OutputFormat.TABLE).rows(CaseReport.columns(), report.lines());
    }
  }
}
