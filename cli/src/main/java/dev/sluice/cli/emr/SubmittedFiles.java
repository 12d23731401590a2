package dev.sluice.cli.emr;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.error.EmrErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a driver is given, under names that say their content: the same files have the same folder,
 * and one that is there is never changed under a driver that reads it.
 *
 * @param folder {@code sluice/<datasets>/<content hash>}
 * @param jar its name below the folder
 * @param platform its name below the folder
 * @param datasets the names of the dataset files below the folder
 * @param files all of them by name; those of datasets with the schema file they name
 */
record SubmittedFiles(
    String folder,
    String jar,
    String platform,
    List<String> datasets,
    SortedMap<String, Path> files) {
  private static final int LONGEST_NAME = 80;
  private static final String PLATFORM = "platform.yaml";

  /**
   * Names files that were found to be right.
   *
   * @throws dev.sluice.common.error.SluiceException SL-3023 when a schema file is named by an
   *     absolute path
   */
  static SubmittedFiles of(Path jar, Path platform, List<AnalyzedDataset> datasets) {
    SortedMap<String, Path> files = new TreeMap<>();
    String jarName = jar.getFileName().toString();
    files.put(jarName, jar);
    files.put(PLATFORM, platform);
    List<String> names = new ArrayList<>();
    for (AnalyzedDataset dataset : datasets) {
      Path file = dataset.definition().file();
      String schema = DefinitionFiles.read(file).schemaFile();
      Path place = place(dataset.name(), file, schema);
      files.put(text(place), file);
      files.put(
          text(place.resolveSibling(schema).normalize()),
          file.toAbsolutePath().resolveSibling(schema).normalize());
      names.add(text(place));
    }
    List<String> sorted = datasets.stream().map(AnalyzedDataset::name).sorted().toList();
    String set = String.join("+", sorted);
    return new SubmittedFiles(
        "sluice/%s/%s"
            .formatted(
                set.length() > LONGEST_NAME ? set.substring(0, LONGEST_NAME) : set, hash(files)),
        jarName,
        PLATFORM,
        names,
        files);
  }

  /** As deep as the way up to the schema file is long, so that it stays within the folder. */
  private static Path place(String dataset, Path file, String schema) {
    Path way = Path.of(schema);
    if (way.isAbsolute()) {
      throw EmrErrors.cannotUpload(file, "its schema file has an absolute path: " + schema);
    }
    Path folder = Path.of("datasets", dataset);
    for (Path step : way) {
      if (step.toString().equals("..")) {
        folder = folder.resolve("deeper");
      }
    }
    return folder.resolve("dataset.yaml");
  }

  private static String text(Path place) {
    return place.toString().replace('\\', '/');
  }

  private static String hash(SortedMap<String, Path> files) {
    MessageDigest digest = Digests.start();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      digest.update((file.getKey() + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(hash(file.getValue()));
    }
    return Digests.hex(digest.digest()).substring(0, 16);
  }

  private static byte[] hash(Path file) {
    MessageDigest digest = Digests.start();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
      return digest.digest();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
