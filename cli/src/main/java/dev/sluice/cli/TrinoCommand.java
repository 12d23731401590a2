package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice trino}: the Trino that serves the lake. */
@Command(
    name = "trino",
    description = "Run a Trino that serves the lake's tables.",
    synopsisSubcommandLabel = "<start|stop|status>",
    subcommands = {TrinoStartCommand.class, TrinoStopCommand.class, TrinoStatusCommand.class},
    footer = {
      "",
      "Tables are lake.<layer>.<name>, views are in lake.views. Nobody can change them there.",
      "",
      "Examples:",
      "  sluice trino start",
      "  sluice sql --engine trino \"select * from views.freshness\"",
      "  sluice trino stop"
    })
final class TrinoCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  TrinoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(console.error());
    return ExitCode.USAGE.code();
  }
}
