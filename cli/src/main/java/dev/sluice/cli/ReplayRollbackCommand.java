package dev.sluice.cli;

import dev.sluice.cli.replay.ReplayJob;
import dev.sluice.common.error.ExitCode;
import dev.sluice.lanes.ReplaySettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice replay rollback <dataset>}: the generation before is in force again. */
@Command(
    name = "rollback",
    description = "Put the generation before in force again.",
    footer = {
      "",
      "It catches up first with what has come since, by its own definition: no row is lost. A second",
      "rollback undoes the first.",
      "",
      "Examples:",
      "  sluice replay rollback clickstream --yes"
    })
final class ReplayRollbackCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ReplayOptions options;

  @Parameters(paramLabel = "<dataset>", description = "The dataset's name.")
  private String dataset;

  ReplayRollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (ScratchDirectory scratch = ScratchDirectory.of("replay", console);
        Progress progress = new Progress(console);
        ReplayJob job =
            ReplayJob.open(
                options.platform(console),
                dataset,
                ReplaySettings.DEFAULT,
                scratch.folder(),
                progress::say)) {
      int generation = job.prepareRollback();
      boolean swapped =
          new SwapQuestion(console, options.isYes())
              .ask("generation %d of %s".formatted(generation, dataset), progress);
      if (swapped) {
        job.swap(generation);
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("dataset", dataset);
      result.put("generation", generation);
      result.put("swapped", swapped);
      new Output(console, options.format()).object(result);
    }
    return ExitCode.OK.code();
  }
}
