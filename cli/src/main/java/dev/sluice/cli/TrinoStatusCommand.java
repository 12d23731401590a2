package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.local.LocalTrino;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import dev.sluice.local.TrinoInstallation;
import dev.sluice.trino.TrinoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice trino status}: where it listens, what it runs on, what it serves. */
@Command(
    name = "status",
    description = "Show whether Trino runs, where and on what.",
    footer = {"", "Exit code 0 also when it does not run; programs ask --json for `running`."})
final class TrinoStatusCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  TrinoStatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LocalTrino trino = new LocalTrino(new StateDirectory(console.local()));
    Map<String, Object> status =
        status(trino, trino.running(), TrinoConfiguration.read(trino.folder()));
    new Output(console, json ? OutputFormat.JSON : OutputFormat.TABLE).object(status);
    return ExitCode.OK.code();
  }

  private static Map<String, Object> status(
      LocalTrino trino,
      Optional<ServerStatus> running,
      Optional<TrinoConfiguration> configuration) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("running", running.isPresent());
    status.put("endpoint", running.map(ServerStatus::endpoint).orElse(null));
    status.put("pid", running.map(ServerStatus::pid).orElse(null));
    status.put("started_at", running.map(ServerStatus::started).orElse(null));
    status.put("version", TrinoInstallation.VERSION);
    status.put("java", configuration.map(set -> set.java().toString()).orElse(null));
    status.put("heap_megabytes", configuration.map(TrinoConfiguration::heapMegabytes).orElse(null));
    status.put("catalog", TrinoConfiguration.CATALOG);
    status.put("lake", configuration.map(set -> set.lake().toString()).orElse(null));
    status.put("log", trino.log().toString());
    return status;
  }
}
