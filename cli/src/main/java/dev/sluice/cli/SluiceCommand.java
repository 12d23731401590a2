package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command itself; what it can do is in its subcommands. A new one is a class with a constructor
 * that takes a {@link Console}, listed here and in {@link CommandGroups}. Fields and signatures of
 * command classes name no class of Spark: picocli looks at all of them at every start.
 */
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    description = "Moves events from Kafka through bronze, silver and gold tables, in seconds.%n",
    synopsisSubcommandLabel = "<command>",
    versionProvider = Version.class,
    subcommands = {
      ApplyCommand.class,
      BenchCommand.class,
      DemoCommand.class,
      DoctorCommand.class,
      DownCommand.class,
      EraseCommand.class,
      ExplainCommand.class,
      GenerateCommand.class,
      InitCommand.class,
      PeekCommand.class,
      QuarantineCommand.class,
      ReplayCommand.class,
      ResumeCommand.class,
      MaintainCommand.class,
      SqlCommand.class,
      StatusCommand.class,
      StopCommand.class,
      SubmitCommand.class,
      TestCommand.class,
      TrinoCommand.class,
      UpCommand.class,
      ValidateCommand.class,
      WarmUpCommand.class,
    },
    footer = {
      "",
      "Examples:",
      "  sluice doctor                                         is this machine ready?",
      "  sluice validate examples/clickstream/dataset.yaml     is this dataset right?",
      "  sluice explain SL-2001                                what does this error mean?",
      "  sluice <command> --help                               more on one command",
      "",
      "Results go to stdout, progress to stderr. Exit codes: 0 ok, 1 failed, 2 usage, 3 invalid",
      "definition, 4 dependency missing, 5 data quality, 6 fenced, 130 interrupted."
    })
final class SluiceCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  SluiceCommand(Console console) {
    this.console = console;
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public Integer call() {
    spec.commandLine().usage(console.error());
    return ExitCode.USAGE.code();
  }
}
