package dev.sluice.lanes;

import dev.sluice.common.table.Lake;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Counts the starts of a dataset's lanes: an empty file named by the newest, {@code
 * {lake}/_sluice/epochs/<dataset>/17}. The tables alone would give a start that died before its
 * first commit the number of the next one, and hot refuses values of an epoch it has seen the end
 * of. The next number is there before the last one goes, so a start that dies here loses no count.
 * Used under the lease.
 */
final class Epochs {
  private final Lake lake;
  private final Configuration hadoop;

  Epochs(Lake lake, Configuration hadoop) {
    this.lake = lake;
    this.hadoop = hadoop;
  }

  /**
   * The number of a new start.
   *
   * @param seen the highest epoch that tables show, in case the counter was lost
   */
  long next(String dataset, long seen) {
    Path folder = new Path(lake.control("epochs/" + dataset));
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      List<Long> counted = counted(files, folder);
      long next = Math.max(seen, counted.stream().mapToLong(Long::longValue).max().orElse(0)) + 1;
      files.create(new Path(folder, Long.toString(next)), false).close();
      for (long before : counted) {
        files.delete(new Path(folder, Long.toString(before)), false);
      }
      return next;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot count the epoch in " + folder, e);
    }
  }

  private static List<Long> counted(FileSystem files, Path folder) throws IOException {
    List<Long> counted = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(folder)) {
        counted.add(Long.valueOf(file.getPath().getName()));
      }
    } catch (FileNotFoundException none) {
      return counted;
    }
    return counted;
  }
}
