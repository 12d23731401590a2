package dev.sluice.cli;

import dev.sluice.cli.replay.ReplayJob;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.lanes.ReplayReport;
import dev.sluice.lanes.ReplaySettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice replay <dataset>}: history again from bronze, compared, and put in force. */
@Command(
    name = "replay",
    description = "Make silver and gold again from bronze, compare, and swap.",
    subcommands = ReplayRollbackCommand.class,
    footer = {
      "",
      "Writes a new generation beside the tables in force, tells how the two differ, asks, and puts",
      "it in force. Lanes, hot keys and readers by name notice nothing before that. A replay that was",
      "killed goes on where it was when it is started again.",
      "",
      "Examples:",
      "  sluice replay clickstream --no-swap",
      "  sluice replay clickstream --definition changed.yaml",
      "  sluice replay clickstream --yes --json",
      "  sluice replay rollback clickstream"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ReplayOptions options;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "<dataset>", description = "The dataset's name.")
  private String dataset;

  @Option(
      names = "--definition",
      paramLabel = "<file>",
      description = "A dataset file to replay with; without it, the definition in force.")
  private Path definition;

  @Option(
      names = {"--no-swap", "--dry-run"},
      description = "Only make and compare; a later replay goes on with it.")
  private boolean noSwap;

  @Option(
      names = "--slice-rows",
      paramLabel = "<rows>",
      defaultValue = "400000",
      description = "Rows of bronze per commit, about (default: ${DEFAULT-VALUE}).")
  private int sliceRows;

  @Option(
      names = "--slice-batches",
      paramLabel = "<n>",
      description = "Batches of bronze per commit, at most.")
  private Integer sliceBatches;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (dataset == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: '<dataset>'");
    }
    try (ScratchDirectory scratch = ScratchDirectory.of("replay", console);
        Progress progress = new Progress(console);
        ReplayJob job =
            ReplayJob.open(
                options.platform(console), dataset, settings(), scratch.folder(), progress::say)) {
      ReplayReport report = job.replay(Optional.ofNullable(definition));
      boolean swapped = false;
      if (options.format() == OutputFormat.TABLE) {
        print(report);
      }
      if (maySwap(report, progress)) {
        job.swap(report.generation());
        swapped = true;
      }
      print(report, swapped);
    }
    return ExitCode.OK.code();
  }

  private ReplaySettings settings() {
    int rows = Ranges.atLeast(1, sliceRows, "--slice-rows", spec);
    long batches =
        sliceBatches == null
            ? Long.MAX_VALUE
            : Ranges.atLeast(1, sliceBatches, "--slice-batches", spec);
    return new ReplaySettings(rows, ReplaySettings.DEFAULT.bytes(), batches);
  }

  private boolean maySwap(ReplayReport report, Progress progress) {
    if (noSwap) {
      return false;
    }
    if (report.mismatches() > 0) {
      throw ReplayErrors.swapWouldLose(
          dataset,
          "rows that the new one has not: the counts of %,d of its slices do not add up (see the log)"
              .formatted(report.mismatches()));
    }
    if (report.lostGoldRows() > 0) {
      throw ReplayErrors.swapWouldLose(
          dataset,
          "%,d rows of gold older than any row of silver, which no replay can make"
              .formatted(report.lostGoldRows()));
    }
    return new SwapQuestion(console, options.isYes())
        .ask("generation %d of %s".formatted(report.generation(), dataset), progress);
  }

  private void print(ReplayReport report) {
    report.lines().forEach(line -> console.out().println(Cells.harmless(line)));
    console.out().flush();
  }

  private void print(ReplayReport report, boolean swapped) {
    if (options.format() == OutputFormat.JSON) {
      Map<String, Object> object = report.object();
      object.put("swapped", swapped);
      new Output(console, OutputFormat.JSON).object(object);
      return;
    }
    console
        .out()
        .println(
            "%,d rows of bronze, %,.0f rows/s. %s"
                .formatted(
                    report.bronzeRows(),
                    report.rowsPerSecond(),
                    swapped
                        ? "Generation %d of %s is in force".formatted(report.generation(), dataset)
                        : "Generation %d of %s is not in force"
                            .formatted(report.generation(), dataset)));
    console.out().flush();
  }
}
