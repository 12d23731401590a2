package dev.sluice.cli;

import dev.sluice.cli.emr.EmrDrivers;
import dev.sluice.cli.emr.EmrDrivers.Stopped;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.DriverStatus;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice stop}: asks the driver of a lake to end, and nothing else. */
@Command(
    name = "stop",
    description = "Ask the driver of a lake to finish its batch and end.",
    footer = {
      "",
      "Puts a stop marker into the lake and does not wait; a step of EMR that has not begun is",
      "cancelled. A local `sluice up` ends when its driver has, with the servers it started. Exit",
      "code 0 also when nothing runs; programs ask --json for `drivers`.",
      "",
      "Examples:",
      "  sluice stop",
      "  sluice stop --target emr --cluster j-2AXXXXXXGAPLF --lake s3://my-lake/prod"
    })
final class StopCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private TargetOptions target;
  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  StopCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (target.isEmr() && !lake.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "--target emr needs the lake: --lake or --platform");
    }
    Lake stopped = lake.lake(console);
    List<Map<String, Object>> drivers = target.isEmr() ? stopSteps(stopped) : stopLocal(stopped);
    if (json) {
      new Output(console, OutputFormat.JSON)
          .object(Map.of("lake", stopped.root(), "drivers", drivers));
    } else if (drivers.isEmpty()) {
      console.out().println("no driver runs on lake " + Cells.harmless(stopped.root()));
    } else {
      drivers.forEach(driver -> console.out().println(Cells.harmless(line(driver))));
    }
    console.out().flush();
    return ExitCode.OK.code();
  }

  private List<Map<String, Object>> stopSteps(Lake stopped) {
    try (Progress progress = new Progress(console);
        EmrDrivers drivers = target.emr(spec, progress::say)) {
      return drivers.stop(stopped.root()).stream().map(StopCommand::object).toList();
    }
  }

  private List<Map<String, Object>> stopLocal(Lake stopped) throws IOException {
    StateDirectory state = new StateDirectory(console.local());
    Optional<DriverStatus> driver =
        DriverStatus.read(StatusCommand.statusFile(state))
            .filter(status -> StatusCommand.isOn(stopped, status))
            .filter(status -> DriverState.of(status, Instant.now()) != DriverState.STOPPED);
    if (driver.isEmpty()) {
      return List.of();
    }
    String marker = "stop/pid-" + driver.get().pid();
    new ControlFiles(stopped, Sessions.hadoop()).write(marker, new byte[0]);
    return List.of(object("pid", driver.get().pid(), "asked", stopped.control(marker)));
  }

  private static Map<String, Object> object(Stopped stopped) {
    return object("step", stopped.step(), stopped.how(), stopped.marker());
  }

  private static Map<String, Object> object(String kind, Object id, String how, String marker) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(kind, id);
    object.put("how", how);
    object.put("marker", marker);
    return object;
  }

  private static String line(Map<String, Object> driver) {
    String who =
        driver.containsKey("pid") ? "process " + driver.get("pid") : "step " + driver.get("step");
    return driver.get("how").equals("cancelled")
        ? who + " had not begun and is cancelled"
        : who + " is asked to end: " + driver.get("marker");
  }
}
