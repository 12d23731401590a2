package dev.sluice.common.table;

import dev.sluice.common.spark.Sessions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The folders of a lake, as a process without a Spark session sees them. */
final class CatalogFolders {
  private static final String DELTA_LOG = "_delta_log";

  private final Configuration hadoop = Sessions.hadoop();

  boolean exists(Path folder) {
    try {
      return folder.getFileSystem(hadoop).exists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + folder, e);
    }
  }

  /** The folders in one that have such a name, in order; none when it is not there. */
  List<Path> in(Path parent, Pattern names) {
    List<Path> folders = new ArrayList<>();
    try {
      for (FileStatus child : parent.getFileSystem(hadoop).listStatus(parent)) {
        String name = child.getPath().getName();
        if (child.isDirectory() && names.matcher(name).matches()) {
          folders.add(new Path(parent, name));
        }
      }
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + parent, e);
    }
    folders.sort(null);
    return folders;
  }

  /**
   * Whether a folder is a Delta table. One whose first commit was never made has an empty log, and
   * is no table yet.
   */
  boolean hasLog(Path table) {
    Path log = new Path(table, DELTA_LOG);
    try {
      // Page by page: the first file answers, and a log may be long.
      RemoteIterator<FileStatus> files = log.getFileSystem(hadoop).listStatusIterator(log);
      while (files.hasNext()) {
        String name = files.next().getPath().getName();
        if (name.endsWith(".json") || name.endsWith(".parquet")) {
          return true;
        }
      }
      return false;
    } catch (FileNotFoundException none) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + log, e);
    }
  }
}
