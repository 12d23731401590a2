package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.local.LocalTrino;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice trino stop}. */
@Command(name = "stop", description = "Stop Trino; `sluice down` does so too.")
final class TrinoStopCommand implements Callable<Integer> {
  private final Console console;

  TrinoStopCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Optional<ServerStatus> stopped = new LocalTrino(new StateDirectory(console.local())).stop();
    console
        .out()
        .println(
            stopped
                .map(server -> "stopped trino (process " + server.pid() + ")")
                .orElse("no Trino was running"));
    return ExitCode.OK.code();
  }
}
