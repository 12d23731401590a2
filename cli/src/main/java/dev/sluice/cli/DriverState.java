package dev.sluice.cli;

import dev.sluice.lanes.DriverStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What can be said about a driver by what it last wrote. */
enum DriverState {
  RUNNING("running"),
  /**
   * Its process lives and has not said a word for a while: it hangs, or the machine is too busy.
   */
  SILENT("silent"),
  STOPPED("not running");

  /** Drivers write twice a second. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final String text;

  DriverState(String text) {
    this.text = text;
  }

  /** For people. */
  String text() {
    return text;
  }

  static DriverState of(DriverStatus status, Instant now) {
    if (!isAlive(status)) {
      return STOPPED;
    }
    boolean isOld = status.updatedAt().plus(SILENCE).isBefore(now);
    return isOld ? SILENT : RUNNING;
  }

  // A process that started after the last word was written only has the same number.
  private static boolean isAlive(DriverStatus status) {
    Optional<ProcessHandle> process = ProcessHandle.of(status.pid()).filter(ProcessHandle::isAlive);
    return process
        .map(
            alive ->
                alive
                    .info()
                    .startInstant()
                    .map(start -> !start.isAfter(status.updatedAt()))
                    .orElse(true))
        .orElse(false);
  }
}
