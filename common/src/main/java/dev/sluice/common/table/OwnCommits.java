package dev.sluice.common.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which versions of tables this process has committed itself, as the log store of an object store
 * tells. Kept is the newest run without a gap: what lies before one has been seen by then.
 */
public final class OwnCommits {
  private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

  private OwnCommits() {}

  private record Run(long from, long to) {
    Run with(long version) {
      return version == to + 1 ? new Run(from, version) : new Run(version, version);
    }
  }

  /**
   * Notes a version that this process has committed.
   *
   * @param log the folder of the table's log, as Hadoop writes paths
   */
  public static void add(String log, long version) {
    RUNS.merge(Lake.place(log), new Run(version, version), (run, added) -> run.with(version));
  }

  /** Whether this process has committed every version after one and up to another. */
  static boolean areAll(String log, long after, long through) {
    Run run = RUNS.get(Lake.place(log));
    return after >= through || run != null && run.from() <= after + 1 && through <= run.to();
  }
}
