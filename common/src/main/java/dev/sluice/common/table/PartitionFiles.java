package dev.sluice.common.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;

/** The files of a table by the value of one partition column, as of one version. */
final class PartitionFiles {
  private final String column;
  private final Map<String, List<AddFile>> byPartition = new HashMap<>();
  private long version;

  private PartitionFiles(String column, long version) {
    this.column = column;
    this.version = version;
  }

  /** Those of one version. */
  static PartitionFiles of(Snapshot snapshot, String column) {
    PartitionFiles files = new PartitionFiles(column, snapshot.version());
    files.add(TableFiles.of(snapshot));
    return files;
  }

  boolean isAt(long otherVersion, String otherColumn) {
    return version == otherVersion && column.equals(otherColumn);
  }

  Set<String> partitions() {
    return new TreeSet<>(byPartition.keySet());
  }

  /** The files of some partitions. */
  List<AddFile> in(Set<String> partitions) {
    List<AddFile> found = new ArrayList<>();
    partitions.forEach(value -> found.addAll(byPartition.getOrDefault(value, List.of())));
    return found;
  }

  /** A commit has replaced the files of some partitions. */
  void replaced(long newVersion, Set<String> partitions, Collection<? extends FileAction> added) {
    byPartition.keySet().removeAll(partitions);
    add(added);
    version = newVersion;
  }

  private void add(Collection<? extends FileAction> added) {
    for (FileAction action : added) {
      if (action instanceof AddFile file) {
        byPartition
            .computeIfAbsent(file.partitionValues().apply(column), value -> new ArrayList<>())
            .add(file);
      }
    }
  }
}
