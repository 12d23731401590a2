package dev.sluice.objectstore;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The files of a folder from one name on. */
final class LogListing implements Iterator<FileStatus> {
  /** S3 has no blocks. */
  private static final long BLOCK = 32L << 20;

  private final Path folder;
  private final String prefix;
  private final String from;
  private final Iterator<S3Object> objects;
  private S3Object next;

  /**
   * @param prefix of the folder's keys
   * @param from the first name that is wanted
   */
  LogListing(Path folder, String prefix, String from, S3Bucket bucket) {
    this.folder = folder;
    this.prefix = prefix;
    this.from = from;
    // S3 begins behind what it is given; a name without its end is before it.
    this.objects =
        bucket.list(prefix, prefix + from.substring(0, Math.max(0, from.length() - 1))).iterator();
    advance();
  }

  private void advance() {
    do {
      next = objects.hasNext() ? objects.next() : null;
    } while (next != null && name(next).compareTo(from) < 0);
  }

  private String name(S3Object object) {
    return object.key().substring(prefix.length());
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public FileStatus next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    FileStatus file =
        new FileStatus(
            next.size(),
            false,
            1,
            BLOCK,
            next.lastModified().toEpochMilli(),
            new Path(folder, name(next)));
    advance();
    return file;
  }
}
