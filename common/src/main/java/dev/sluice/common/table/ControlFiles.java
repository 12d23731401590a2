package dev.sluice.common.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/**
 * Small files beside the tables, {@code {lake}/_sluice/<name>}, through Hadoop's file system: a
 * reader finds the whole of a file or, when it is written again, the whole of the one before.
 */
public final class ControlFiles {
  /** Where a file is there at once and as a whole when its writing ends, and a rename is a copy. */
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3n", "gs", "oss");

  private static final String BEING_WRITTEN = ".new-";

  /** Nobody replaces a control file more often than a few times a second. */
  private static final int MOST_READS = 10;

  private final Lake lake;
  private final Configuration hadoop;

  /**
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public ControlFiles(Lake lake, Configuration hadoop) {
    this.lake = lake;
    this.hadoop = hadoop;
  }

  /** Writes a file, in place of one that may be there. */
  public void write(String name, byte[] content) {
    CommitGate.pass(lake.control(name));
    Path file = path(name);
    try {
      FileSystem files = files(file);
      if (OBJECT_STORES.contains(files.getUri().getScheme())) {
        write(files, file, content);
        return;
      }
      Path next = new Path(file.getParent(), BEING_WRITTEN + UUID.randomUUID());
      write(files, next, content);
      if (!files.rename(next, file)) {
        files.delete(next, false);
        throw new IOException("Cannot rename " + next + " to " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static void write(FileSystem files, Path file, byte[] content) throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(content);
    }
  }

  /** A file's content, as one write made it; empty when there is none. */
  public Optional<byte[]> read(String name) {
    Path file = path(name);
    try {
      return Optional.of(readWhole(file));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** S3A looks at an object before it reads it, and refuses one that was replaced in between. */
  private byte[] readWhole(Path file) throws IOException {
    for (int read = 1; ; read++) {
      try (var in = files(file).open(file)) {
        return in.readAllBytes();
      } catch (PathIOException replaced) {
        if (read == MOST_READS) {
          throw replaced;
        }
      }
    }
  }

  /** The names in a folder, in order; none when there is no such folder. */
  public List<String> list(String folder) {
    Path path = path(folder);
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus file : files(path).listStatus(path)) {
        String name = file.getPath().getName();
        if (!name.startsWith(BEING_WRITTEN)) {
          names.add(name);
        }
      }
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + path, e);
    }
    names.sort(null);
    return names;
  }

  /** Removes a file, or a folder and what is in it, if it is there. */
  public void delete(String name) {
    Path file = path(name);
    try {
      files(file).delete(file, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + file, e);
    }
  }

  private Path path(String name) {
    return new Path(lake.control(name));
  }

  /** On a local disk without check sums: a file and its sum cannot be replaced in one step. */
  private FileSystem files(Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }
}
