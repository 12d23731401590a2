package dev.sluice.silver;

import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Tells one state of a file, or a folder of files, from another without reading it. */
final class FileVersion {
  private FileVersion() {}

  /**
   * When it was last changed, and how long it is.
   *
   * @throws java.io.FileNotFoundException when there is nothing
   */
  static String of(String place, Configuration hadoop) throws IOException {
    Path path = new Path(place);
    FileSystem files = path.getFileSystem(hadoop);
    RemoteIterator<LocatedFileStatus> all = files.listFiles(path, true);
    long changed = 0;
    long bytes = 0;
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      changed = Math.max(changed, file.getModificationTime());
      bytes += file.getLen();
    }
    return "of " + Instant.ofEpochMilli(changed) + ", " + bytes + " bytes";
  }
}
