package dev.sluice.lanes;

import dev.sluice.common.table.Lake;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any file in {@code {lake}/_sluice/stop} asks the driver that holds the lake to end: what a signal
 * is where no signal reaches. It is meant for the driver that runs when it is put there: a driver
 * removes what it finds when it begins, and what it obeys as soon as it does.
 */
final class StopMarker {
  private static final Logger LOG = LoggerFactory.getLogger(StopMarker.class);

  private final Path folder;
  private final Configuration hadoop;

  StopMarker(Lake lake, Configuration hadoop) {
    this.folder = new Path(lake.control("stop"));
    this.hadoop = hadoop;
  }

  /** Whether the driver is asked to end. A lake that does not answer does not ask. */
  boolean isSet() {
    try {
      return files().listStatus(folder).length > 0;
    } catch (FileNotFoundException nobodyHasAsked) {
      return false;
    } catch (IOException e) {
      LOG.warn("Cannot look for a stop marker in {}", folder, e);
      return false;
    }
  }

  /** Removes it: only whoever holds the lake may. */
  void remove() {
    try {
      files().delete(folder, true);
    } catch (IOException e) {
      LOG.warn("Cannot remove the stop marker in {}", folder, e);
    }
  }

  /** On a local disk without check sums, which a marker put there by hand has none of. */
  private FileSystem files() throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }
}
