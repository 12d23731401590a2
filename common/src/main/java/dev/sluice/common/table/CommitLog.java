package dev.sluice.common.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What the commits of a table say, read from the entries of its log that are still there. Our
 * metadata is the object {@code sluice} inside a commit's {@code userMetadata}.
 */
record CommitLog(DeltaLog log) {
  private static final String ROOT = "sluice";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What one commit says of itself; empty when its entry has been cleaned up. */
  Optional<CommitEntry> entry(long version) {
    scala.collection.Iterator<Tuple2<Object, Seq<Action>>> changes =
        log.getChanges(version, version, false);
    return changes.hasNext() ? Optional.of(entry(changes.next())) : Optional.empty();
  }

  /** The commits from one version on, oldest first, each read when it is asked for. */
  Iterator<CommitEntry> entries(long fromVersion) {
    scala.collection.Iterator<Tuple2<Object, Seq<Action>>> changes =
        log.getChanges(fromVersion, false);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return changes.hasNext();
      }

      @Override
      public CommitEntry next() {
        return entry(changes.next());
      }
    };
  }

  /** The newest commit that has metadata, as of one version. */
  Optional<CommitEntry> newestWithMetadata(long version) {
    for (long at = version; at >= 0; at--) {
      Optional<CommitEntry> entry = entry(at).filter(found -> found.metadata().isPresent());
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  /** The commit with which others began to change rows in a range of versions. */
  Optional<ForeignChange> foreignChange(long from, long to) {
    ForeignChanges found = new ForeignChanges();
    scala.collection.Iterator<Tuple2<Object, Seq<Action>>> changes =
        log.getChanges(from, to, false);
    while (changes.hasNext()) {
      Tuple2<Object, Seq<Action>> change = changes.next();
      found.visit((Long) change._1(), JavaConverters.seqAsJavaList(change._2()));
    }
    return found.first();
  }

  /** The files with new rows that the commits of a range of versions added. */
  List<AddFile> added(long from, long to) {
    List<AddFile> files = new ArrayList<>();
    scala.collection.Iterator<Tuple2<Object, Seq<Action>>> changes = log.getChanges(from, to, true);
    while (changes.hasNext()) {
      for (Action action : JavaConverters.seqAsJavaList(changes.next()._2())) {
        if (action instanceof AddFile file && file.dataChange()) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private static CommitEntry entry(Tuple2<Object, Seq<Action>> change) {
    Optional<ObjectNode> metadata = Optional.empty();
    Instant at = Instant.EPOCH;
    long rows = 0;
    for (Action action : JavaConverters.seqAsJavaList(change._2())) {
      if (action instanceof CommitInfo info) {
        metadata = parse(info.userMetadata());
        at = info.timestamp().toInstant();
      } else if (action instanceof AddFile file && file.dataChange()) {
        rows += rows(file);
      }
    }
    return new CommitEntry((Long) change._1(), at, metadata, rows);
  }

  /** Rows of a file, as its statistics say. */
  static long rows(AddFile file) {
    return (Long) file.numLogicalRecords().get();
  }

  /** Our metadata as a commit carries it. */
  static String wrap(ObjectNode metadata) {
    return JSON.createObjectNode().set(ROOT, metadata).toString();
  }

  private static Optional<ObjectNode> parse(Option<String> userMetadata) {
    if (userMetadata.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(userMetadata.get());
      return root.get(ROOT) instanceof ObjectNode ours ? Optional.of(ours) : Optional.empty();
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }
}
