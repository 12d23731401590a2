package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice quarantine}: what was refused, and why. */
@Command(
    name = "quarantine",
    description = "Look at the rows that were refused: which, why, and their bytes.",
    synopsisSubcommandLabel = "<ls|stats|show>",
    subcommands = {
      QuarantineLsCommand.class,
      QuarantineStatsCommand.class,
      QuarantineShowCommand.class
    },
    footer = {
      "",
      "These only read. Sending rows through again or discarding them is not there yet;",
      "`sluice replay` judges a whole dataset anew by a corrected definition.",
      "",
      "Examples:",
      "  sluice quarantine stats",
      "  sluice quarantine ls clickstream --reason MALFORMED --since \"2 hours\"",
      "  sluice quarantine show clickstream shop.clicks/0/4711"
    })
final class QuarantineCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  QuarantineCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(console.error());
    return ExitCode.USAGE.code();
  }
}
