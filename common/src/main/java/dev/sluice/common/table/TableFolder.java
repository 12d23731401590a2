package dev.sluice.common.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A table as files, in a generation that no name need mean; looks at no content and needs no Spark.
 *
 * @param path root of the table, as {@link Lake} names it; there need be none
 */
public record TableFolder(String path, Configuration hadoop) {
  private static final Pattern GENERATION = Pattern.compile("g([1-9][0-9]{0,8})");
  private static final String DELTA_LOG = "_delta_log";

  /** The generations of the same table that have a folder. */
  public Set<Integer> generations() {
    Set<Integer> numbers = new TreeSet<>();
    for (FileStatus child : list(new Path(path).getParent())) {
      Matcher matcher = GENERATION.matcher(child.getPath().getName());
      if (child.isDirectory() && matcher.matches()) {
        numbers.add(Integer.valueOf(matcher.group(1)));
      }
    }
    return numbers;
  }

  /** When its log was last written, by the storage's clock; 1970 without a log. */
  public Instant lastCommit() {
    return list(new Path(path, DELTA_LOG)).stream()
        .filter(FileStatus::isFile)
        .map(file -> Instant.ofEpochMilli(file.getModificationTime()))
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** Whether there is a folder. */
  public boolean exists() {
    try {
      return files().exists(new Path(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + path, e);
    }
  }

  /** Bytes of everything in it. */
  public long bytes() {
    try {
      return files().getContentSummary(new Path(path)).getLength();
    } catch (FileNotFoundException none) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + path, e);
    }
  }

  /** Removes it with all that is in it. */
  public void delete() {
    try {
      if (!files().delete(new Path(path), true) && exists()) {
        throw new IOException("it is still there");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + path, e);
    }
  }

  private List<FileStatus> list(Path folder) {
    try {
      return List.of(files().listStatus(folder));
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  private FileSystem files() throws IOException {
    return new Path(path).getFileSystem(hadoop);
  }
}
