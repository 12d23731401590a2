package dev.sluice.lanes;

import dev.sluice.common.table.Lake;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Counts the starts of a dataset's lanes in {@code {lake}/_sluice/epochs/<dataset>}. The tables
 * alone would give a start that died before its first commit the number of the next one, and hot
 * refuses values of an epoch it has seen the end of. Used under the lease.
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
   * @param seen the highest epoch that tables or hot show, in case the counter was lost
   */
  long next(String dataset, long seen) {
    Path file = new Path(lake.control("epochs/" + dataset));
    try {
      FileSystem files = file.getFileSystem(hadoop);
      long next = Math.max(last(files, file), seen) + 1;
      Path written = file.suffix("." + next);
      try (FSDataOutputStream out = files.create(written, true)) {
        out.write(Long.toString(next).getBytes(StandardCharsets.UTF_8));
      }
      files.delete(file, false);
      if (!files.rename(written, file)) {
        throw new IOException("cannot rename " + written);
      }
      return next;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot count the epoch in " + file, e);
    }
  }

  private static long last(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (FileNotFoundException none) {
      return 0;
    }
  }
}
