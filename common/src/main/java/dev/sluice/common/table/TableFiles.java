package dev.sluice.common.table;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The files of a table as of one version. Delta finds them with jobs of Spark over its whole log,
 * anew for every version; but beside the commit of a small table it writes a checksum that lists
 * them (decision 0028).
 */
final class TableFiles {
  private TableFiles() {}

  /** All files with their statistics: from the checksum, or else from the log. */
  static List<AddFile> of(Snapshot snapshot) {
    return listed(snapshot).orElseGet(() -> snapshot.allFiles().collectAsList());
  }

  /**
   * The files that the version's checksum lists; empty when it lists none because they are more
   * than fifty, or when whoever committed the version wrote no checksum.
   */
  static Optional<List<AddFile>> listed(Snapshot snapshot) {
    return checksum(snapshot).flatMap(TableFiles::files);
  }

  /** How many files and bytes the version's checksum says; empty without a checksum. */
  static Optional<TableSize> size(Snapshot snapshot) {
    return checksum(snapshot)
        .map(sum -> new TableSize(snapshot.version(), sum.numFiles(), sum.tableSizeBytes()));
  }

  private static Optional<VersionChecksum> checksum(Snapshot snapshot) {
    return optional(snapshot.checksumOpt());
  }

  private static Optional<List<AddFile>> files(VersionChecksum checksum) {
    Optional<Seq<AddFile>> files = optional(checksum.allFiles());
    return files
        .map(all -> List.copyOf(JavaConverters.seqAsJavaList(all)))
        .filter(all -> all.size() == checksum.numFiles());
  }

  private static <T> Optional<T> optional(Option<T> option) {
    return option.isEmpty() ? Optional.empty() : Optional.of(option.get());
  }
}
