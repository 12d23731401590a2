package dev.sluice.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code .sluice/run/<name>.json} says about a process. A process id alone may come to mean
 * another process after a crash; together with the start it does not.
 *
 * @param started when the process started, in ISO 8601
 * @param endpoint where it listens; empty for a process that does not
 * @param command for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunRecord(String name, long pid, String started, String endpoint, String command) {
  // The kernel counts from boot and rounds the moment of boot to seconds, anew in every JVM.
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(3);

  static RunRecord of(String name, ProcessHandle process, String endpoint) {
    ProcessHandle.Info info = process.info();
    return new RunRecord(
        name,
        process.pid(),
        info.startInstant().orElseGet(Instant::now).toString(),
        endpoint,
        info.commandLine().orElse(name));
  }

  Instant startInstant() {
    return Instant.parse(started);
  }

  /** The process, if it still is the one that was recorded. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(Orphans::isRunning).filter(this::startedThen);
  }

  private boolean startedThen(ProcessHandle candidate) {
    return candidate
        .info()
        .startInstant()
        .map(start -> Duration.between(start, startInstant()).abs().compareTo(CLOCK_SLACK) <= 0)
        .orElse(false);
  }
}
