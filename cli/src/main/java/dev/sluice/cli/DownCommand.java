package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.local.LocalStack;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice down}: stops what `sluice up` started, or what a crash left. */
@Command(
    name = "down",
    description = "Stop what `sluice up` runs, or what a crashed one left behind.",
    footer = {
      "",
      "Tables and topics stay, unless --wipe says otherwise.",
      "",
      "Examples:",
      "  sluice down",
      "  sluice down --wipe --yes"
    })
final class DownCommand implements Callable<Integer> {
  /** What a driver may take to finish its batch and flush it. */
  private static final Duration GRACE = Duration.ofSeconds(120);

  private final Console console;

  @Option(names = "--wipe", description = "Delete the lake, the topics and Redis' data too.")
  private boolean wipe;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  DownCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    StateDirectory state = new StateDirectory(console.local());
    if (wipe) {
      new Confirmation(console, yes)
          .require("deleting " + state.lake() + ", the topics and Redis' data");
    }
    LocalStack.Down down =
        wipe ? LocalStack.downAndWipe(state, GRACE) : LocalStack.down(state, GRACE);
    for (ServerStatus server : down.stopped()) {
      console.out().println("stopped %s (process %d)".formatted(server.name(), server.pid()));
    }
    if (down.stopped().isEmpty()) {
      console.out().println("nothing was running");
    }
    if (wipe) {
      console.out().println("deleted the lake, the topics and Redis' data in " + state.root());
    }
    return ExitCode.OK.code();
  }
}
