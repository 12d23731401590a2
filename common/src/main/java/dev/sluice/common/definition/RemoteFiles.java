package dev.sluice.common.definition;

import dev.sluice.common.error.Errors;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Brings definition files to this machine that lie elsewhere: in an object store, on HDFS. Files
 * that are here stay where they are.
 */
public final class RemoteFiles {
  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

  private final Supplier<Path> folder;
  private final Supplier<Configuration> hadoop;

  /**
   * @param folder receives what is fetched, under the way that its URL shows
   * @param hadoop how to reach it; both are asked for only when something lies elsewhere
   */
  public RemoteFiles(Supplier<Path> folder, Supplier<Configuration> hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /**
   * A file by itself, such as a platform file.
   *
   * @param place a path of this machine or a URL
   * @throws dev.sluice.common.error.SluiceException SL-1002 when it cannot be fetched
   */
  public Path file(String place) {
    if (isElsewhere(place)) {
      return fetch(place);
    }
    return place.startsWith("file:") ? Path.of(uri(place).getPath()) : Path.of(place);
  }

  private static boolean isElsewhere(String place) {
    return URL.matcher(place).matches() && !place.startsWith("file:");
  }

  /**
   * A dataset file, and the schema file it names.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1002 when one cannot be fetched
   */
  public Path dataset(String place) {
    Path dataset = file(place);
    if (isElsewhere(place)) {
      schemaFile(dataset).ifPresent(name -> fetch(uri(place).resolve(uri(name)).toString()));
    }
    return dataset;
  }

  /** Problems are found again, and told, by whoever reads the file. */
  private static Optional<String> schemaFile(Path dataset) {
    Report report = new Report(dataset);
    return YamlFile.text(report)
        .flatMap(text -> YamlFile.root(text, report))
        .flatMap(root -> root.object(DatasetKeys.ROOT).get("schema"))
        .flatMap(schema -> schema.object(DatasetKeys.SCHEMA).text("file"));
  }

  private Path fetch(String place) {
    URI uri = uri(place).normalize();
    Path file = folder.get().resolve(uri.getScheme() + "/" + uri.getAuthority() + uri.getPath());
    org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(uri);
    try (InputStream content = source.getFileSystem(hadoop.get()).open(source)) {
      Files.createDirectories(file.getParent());
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException | RuntimeException e) {
      throw Errors.cannotFetch(place, e);
    }
  }

  /** Spaces may stand as they are, as in Hadoop's paths. */
  private static URI uri(String place) {
    return URI.create(place.replace(" ", "%20"));
  }
}
