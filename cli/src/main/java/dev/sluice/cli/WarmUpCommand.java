package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Runs the commands that should answer at once, so that the launcher can archive the classes they
 * load (AppCDS). Their answers go nowhere.
 */
@Command(name = "warm-up", hidden = true, description = "Load what the quick commands need.")
final class WarmUpCommand implements Callable<Integer> {
  private static final String EXAMPLE = "examples/clickstream/dataset.yaml";

  private final Console console;

  WarmUpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false);
    Console silent = new Console(nowhere, nowhere, console.home(), console.terminal());
    String example = console.home().resolve(EXAMPLE).toString();
    Main.run(silent, "--help");
    Main.run(silent, "--version");
    Main.run(silent, "no-such-command");
    Main.run(silent, "explain");
    Main.run(silent, "explain", "SL-2001", "--json");
    Main.run(silent, "doctor", "--json");
    Main.run(silent, "status");
    Main.run(silent, "status", "--json");
    Main.run(silent, "validate", example);
    // With problems it goes other ways, through messages and suggestions.
    Main.run(silent, "validate", example, example, "--json");
    return ExitCode.OK.code();
  }
}
