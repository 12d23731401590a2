package dev.sluice.local.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs a short command and keeps what it said. */
final class Commands {
  private static final int LIMIT_SECONDS = 5;

  private Commands() {}

  /** The output is both streams, stripped. */
  record Outcome(boolean succeeded, String output) {}

  /** Never throws for a command that cannot be run: that is an outcome. */
  static Outcome run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return new Outcome(ended && process.exitValue() == 0, output);
    } catch (IOException cannotRun) {
      return new Outcome(false, cannotRun.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome(false, "interrupted");
    }
  }
}
