package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.lanes.DriverStatus;
import dev.sluice.local.LocalStack;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sluice status}: what runs here and how it is doing. Starts nothing, Spark least of all.
 */
@Command(
    name = "status",
    description = "Show what runs: servers, lanes, stages.",
    footer = {
      "",
      "Exit code 0 also when nothing runs; programs ask --json for `running`.",
      "",
      "Example:",
      "  sluice status --json"
    })
final class StatusCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Mixin private LakeOptions lake;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    StateDirectory state = new StateDirectory(console.local());
    Optional<DriverStatus> driver = DriverStatus.read(statusFile(state)).filter(this::isAskedFor);
    StatusReport report =
        new StatusReport(LocalStack.status(state), driver, Instant.now(), state.root());
    if (json) {
      new Output(console, OutputFormat.JSON).object(report.object());
    } else {
      report.lines().forEach(line -> console.out().println(Cells.harmless(line)));
      console.out().flush();
    }
    return ExitCode.OK.code();
  }

  /** Where a driver that {@code sluice up} starts says what it is doing. */
  static Path statusFile(StateDirectory state) {
    return state.run().resolve("status.json");
  }

  private boolean isAskedFor(DriverStatus driver) {
    return !lake.isNamed()
        || Path.of(driver.lake())
            .toAbsolutePath()
            .normalize()
            .equals(Path.of(lake.lake(console).root()).toAbsolutePath().normalize());
  }
}
