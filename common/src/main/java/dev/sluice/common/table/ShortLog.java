package dev.sluice.common.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.RemoveFile;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The files of a table of a few commits, read from their entries one after the other. Delta finds
 * files with two to five Spark jobs, whatever their number: more work than reading a handful.
 */
final class ShortLog {
  /** From here on the jobs are the quicker way. */
  private static final long MAX_COMMITS = 10;

  private final Map<String, AddFile> files = new LinkedHashMap<>();
  private long commits;

  private ShortLog() {}

  /** The files of a version; empty where they are for Delta to find. */
  static Optional<List<AddFile>> files(DeltaLog log, Snapshot snapshot) {
    if (snapshot.version() < 0 || snapshot.version() >= MAX_COMMITS) {
      return Optional.empty();
    }
    ShortLog read = new ShortLog();
    scala.collection.Iterator<Tuple2<Object, Seq<Action>>> entries =
        log.getChanges(0, snapshot.version(), false);
    while (entries.hasNext()) {
      if (!read.add(entries.next())) {
        return Optional.empty();
      }
    }
    return read.commits == snapshot.version() + 1
        ? Optional.of(List.copyOf(read.files.values()))
        : Optional.empty();
  }

  /** False where entries are missing, or somebody else wrote what we do not write. */
  private boolean add(Tuple2<Object, Seq<Action>> entry) {
    if ((Long) entry._1() != commits++) {
      return false;
    }
    for (Action action : JavaConverters.seqAsJavaList(entry._2())) {
      if (action instanceof AddFile file) {
        if (file.deletionVector() != null) {
          return false;
        }
        files.put(file.path(), file);
      } else if (action instanceof RemoveFile file && files.remove(file.path()) == null) {
        return false;
      }
    }
    return true;
  }
}
