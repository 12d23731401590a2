package dev.sluice.common.table;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/** Delta's log of one table, and whose turn it is to commit to it. */
final class TableLog {
  /** By path: the writer and the maintenance beside it take turns at the newest version. */
  private static final Map<String, Object> TURNS = new ConcurrentHashMap<>();

  /** Two that write the same checkpoint would write the same file. */
  private static final Object CHECKPOINT = new Object();

  private final SparkSession session;
  private final String path;
  private final Optional<WriterFence> fence;

  /**
   * @param path root of the table, a path or a URI
   */
  TableLog(SparkSession session, String path) {
    this.session = session;
    this.path = path;
    this.fence =
        Lake.isInS3(path)
            ? Optional.of(new WriterFence(path, new Path(path, "_delta_log").toString()))
            : Optional.empty();
  }

  SparkSession session() {
    return session;
  }

  String path() {
    return path;
  }

  DeltaLog delta() {
    return DeltaLog.forTable(session, new Path(path));
  }

  /** The newest version. */
  Snapshot snapshot() {
    Snapshot newest = delta().update(false, Option.empty(), Option.empty());
    fence.ifPresent(writer -> writer.read(newest.version()));
    return newest;
  }

  /** What its commits say. */
  CommitLog commits() {
    return new CommitLog(delta());
  }

  /** Whether a version is the first and holds no file. */
  boolean isAsCreated(long version) {
    return version == 0 && commits().added(0, 0).isEmpty();
  }

  /** Held by whoever commits, from its look at the newest version on. */
  Object turn() {
    return TURNS.computeIfAbsent(path, unknown -> new Object());
  }

  /** A last look at whether this process may commit on top of a version. */
  void pass(long version) {
    CommitGate.pass(path);
    fence.ifPresent(writer -> writer.pass(version));
  }

  /** As {@link LakeTable#checkpointLog}. */
  boolean checkpoint(long commits) {
    synchronized (CHECKPOINT) {
      Snapshot newest = snapshot();
      if (newest.version() - newest.checkpointProvider().version() < commits) {
        return false;
      }
      delta().checkpoint(newest, Option.empty());
      return true;
    }
  }
}
