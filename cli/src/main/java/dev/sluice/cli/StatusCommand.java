package dev.sluice.cli;

import dev.sluice.cli.emr.EmrDrivers;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.DriverStatus;
import dev.sluice.local.LocalStack;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
      "Examples:",
      "  sluice status --json",
      "  sluice status --target emr --cluster j-2AXXXXXXGAPLF"
    })
final class StatusCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Mixin private LakeOptions lake;
  @Mixin private TargetOptions target;
  @Spec private CommandSpec spec;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (target.isEmr()) {
      try (EmrDrivers drivers = target.emr(spec, console.error()::println)) {
        EmrReport report = new EmrReport(drivers.cluster(), drivers.drivers());
        show(report.lines(), report.object());
      }
    } else {
      StatusReport report = local();
      show(report.lines(), report.object());
    }
    return ExitCode.OK.code();
  }

  private StatusReport local() throws IOException {
    StateDirectory state = new StateDirectory(console.local());
    Optional<DriverStatus> driver = DriverStatus.read(statusFile(state)).filter(this::isAskedFor);
    return new StatusReport(LocalStack.status(state), driver, Instant.now(), state.root());
  }

  private void show(List<String> lines, Map<String, Object> object) {
    if (json) {
      new Output(console, OutputFormat.JSON).object(object);
    } else {
      lines.forEach(line -> console.out().println(Cells.harmless(line)));
      console.out().flush();
    }
  }

  /** Where a driver that {@code sluice up} starts says what it is doing. */
  static Path statusFile(StateDirectory state) {
    return state.run().resolve("status.json");
  }

  private boolean isAskedFor(DriverStatus driver) {
    return !lake.isNamed() || isOn(lake.lake(console), driver);
  }

  /** Whether a driver runs on a lake, however its path is written. */
  static boolean isOn(Lake lake, DriverStatus driver) {
    return Path.of(driver.lake())
        .toAbsolutePath()
        .normalize()
        .equals(Path.of(lake.root()).toAbsolutePath().normalize());
  }
}
