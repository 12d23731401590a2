package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that {@link Process} has no method for. */
final class Signals {
  private Signals() {}

  /** Sends a signal such as {@code STOP}; nothing happens when the process is gone. */
  static void send(String signal, long pid) {
    try {
      // The shell's own `kill`: small systems have no /bin/kill.
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot send SIG" + signal + " to " + pid, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
