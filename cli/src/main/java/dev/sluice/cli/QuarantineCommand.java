package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice quarantine}: what was refused, why, and what is to become of it. */
@Command(
    name = "quarantine",
    description = "Look at the rows that were refused, judge them again, or discard them.",
    synopsisSubcommandLabel = "<ls|stats|show|replay|discard>",
    subcommands = {
      QuarantineLsCommand.class,
      QuarantineStatsCommand.class,
      QuarantineShowCommand.class,
      QuarantineReplayCommand.class,
      QuarantineDiscardCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  sluice quarantine stats",
      "  sluice quarantine ls clickstream --reason MALFORMED --since \"2 hours\"",
      "  sluice quarantine show clickstream shop.clicks/0/4711",
      "  sluice quarantine replay clickstream --reason RULE_FAILED",
      "  sluice quarantine discard clickstream --until \"30 days\""
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
