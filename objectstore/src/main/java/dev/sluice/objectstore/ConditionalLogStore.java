package dev.sluice.objectstore;

import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.table.CommitGate;
import dev.sluice.common.table.OwnCommits;
import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log in S3: of two processes that commit the same version, S3 lets one ({@code
 * If-None-Match: *}), where Delta's own log store would let the later one overwrite the other.
 * Delta makes it by name, from {@code spark.delta.logStore.<scheme>.impl}.
 *
 * <p>Who comes second to a commit of its own process is told what Delta understands, and tries the
 * next version; who comes second to another process fails with SL-2023: it would append on top of
 * rows that it does not know (docs/decisions, 0018). Reads go through Hadoop's file system;
 * listings begin where they are asked to, in one request, however long the log is.
 */
public final class ConditionalLogStore extends HadoopFileSystemLogStore {
  private static final Pattern COMMIT = Pattern.compile("([0-9]{20})\\.json");

  /** Of this process, on all its commits. */
  private static final String PROCESS = "sluice-process";

  private static final String THIS_PROCESS = UUID.randomUUID().toString();

  /** Of one commit: a put that is repeated because its answer was lost finds itself. */
  private static final String COMMIT_ID = "sluice-commit";

  /** By {@code LogStore}'s contract: with the configuration that the process began with. */
  public ConditionalLogStore(Configuration hadoop) {
    super(hadoop);
  }

  /**
   * Writes lines, all or nothing.
   *
   * @throws FileAlreadyExistsException when this process has written the file before
   * @throws dev.sluice.common.error.SluiceException SL-2022 when the lease is lost, SL-2023 when
   *     another process has written the file, SL-2024 when S3 refuses or does not answer
   */
  @Override
  public void write(Path path, Iterator<String> lines, Boolean overwrite, Configuration hadoop)
      throws IOException {
    byte[] content = bytes(lines);
    CommitGate.pass(path.toString());
    if (overwrite) {
      try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
        out.write(content);
      }
      return;
    }
    create(path, content, S3Bucket.of(hadoop, S3Place.of(path).bucket()));
    Matcher commit = COMMIT.matcher(path.getName());
    if (commit.matches()) {
      OwnCommits.add(path.getParent().toString(), Long.parseLong(commit.group(1)));
    }
  }

  private static void create(Path path, byte[] content, S3Bucket bucket)
      throws FileAlreadyExistsException {
    String key = S3Place.of(path).key();
    String id = UUID.randomUUID().toString();
    Map<String, String> ours = Map.of(PROCESS, THIS_PROCESS, COMMIT_ID, id);
    if (bucket.put(key, content, put -> put.ifNoneMatch("*").metadata(ours)).isPresent()) {
      return;
    }
    Map<String, String> there = bucket.metadata(key).orElse(Map.of());
    if (id.equals(there.get(COMMIT_ID))) {
      return;
    }
    if (THIS_PROCESS.equals(there.get(PROCESS))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    throw LakeErrors.committedElsewhere(path.getParent().getParent().toString(), version(path));
  }

  private static long version(Path path) {
    Matcher commit = COMMIT.matcher(path.getName());
    return commit.matches() ? Long.parseLong(commit.group(1)) : -1;
  }

  private static byte[] bytes(Iterator<String> lines) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (lines.hasNext()) {
      content.writeBytes(lines.next().getBytes(StandardCharsets.UTF_8));
      content.write('\n');
    }
    return content.toByteArray();
  }

  /** The files of a folder from one name on, in order; folders in it are left out. */
  @Override
  public Iterator<FileStatus> listFrom(Path path, Configuration hadoop) throws IOException {
    Path folder = path.getParent();
    String prefix = S3Place.of(folder).key() + "/";
    Iterator<FileStatus> files =
        new LogListing(
            folder, prefix, path.getName(), S3Bucket.of(hadoop, S3Place.of(path).bucket()));
    if (!files.hasNext() && !folder.getFileSystem(hadoop).exists(folder)) {
      throw new FileNotFoundException("No such folder: " + folder);
    }
    return files;
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration hadoop) {
    return false;
  }
}
