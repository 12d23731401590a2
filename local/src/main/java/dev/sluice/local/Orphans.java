package dev.sluice.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Stops processes that are not children of this JVM. */
final class Orphans {
  private Orphans() {}

  /** Stops every recorded process that still lives and removes all records. */
  static List<ServerStatus> stopAll(RunFiles files, Duration grace) {
    return stopAll(files, record -> true, grace);
  }

  /** Stops every recorded process of those that still lives, and removes their records. */
  static List<ServerStatus> stopAll(RunFiles files, Predicate<RunRecord> which, Duration grace) {
    List<ServerStatus> stopped = new ArrayList<>();
    for (RunRecord record : files.all().stream().filter(which).toList()) {
      record
          .process()
          .filter(process -> process.pid() != ProcessHandle.current().pid())
          .ifPresent(
              process -> {
                stopped.add(ServerStatus.of(record));
                stop(process, grace);
              });
      files.remove(record.name());
    }
    return List.copyOf(stopped);
  }

  /** SIGTERM, and SIGKILL after the grace; returns when the process is gone. */
  static void stop(ProcessHandle process, Duration grace) {
    process.destroy();
    Signals.send("CONT", process.pid());
    if (!awaitEnd(process, grace)) {
      process.destroyForcibly();
      awaitEnd(process, grace);
    }
  }

  private static boolean awaitEnd(ProcessHandle process, Duration limit) {
    try {
      Waiting.until(limit, () -> true, () -> !isRunning(process));
      return true;
    } catch (Waiting.GaveUp stillAlive) {
      return false;
    }
  }

  /**
   * Whether the process lives. One that ended and that nobody waited for counts as dead: in a
   * container the first process may never collect the children it inherits.
   */
  static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !isZombie(process.pid());
  }

  private static boolean isZombie(long pid) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The state follows the name, which stands in brackets and may hold anything.
      return status.startsWith(" Z", status.lastIndexOf(')') + 1);
    } catch (IOException noSuchFile) {
      return false;
    }
  }
}
