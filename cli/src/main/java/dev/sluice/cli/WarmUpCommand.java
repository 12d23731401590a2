package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Runs the commands that should answer at once, so that the launcher can archive the classes they
 * load (AppCDS). Their answers go nowhere.
 */
@Command(name = "warm-up", hidden = true, description = "Load what the quick commands need.")
final class WarmUpCommand implements Callable<Integer> {
  private static final List<String[]> QUICK_COMMANDS =
      List.of(
          new String[] {"--help"},
          new String[] {"--version"},
          new String[] {"explain"},
          new String[] {"explain", "SL-2001", "--json"},
          new String[] {"no-such-command"});

  private final Console console;

  WarmUpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    Console silent = new Console(nowhere, nowhere, console.home(), console.terminal());
    QUICK_COMMANDS.forEach(arguments -> Main.run(silent, arguments));
    return ExitCode.OK.code();
  }
}
