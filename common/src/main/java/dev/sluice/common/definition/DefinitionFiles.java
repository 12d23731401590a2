package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.error.Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one dataset as texts, so that they can be kept elsewhere and read again word by
 * word.
 *
 * @param dataset the dataset file
 * @param schemaFile the schema file as the dataset file names it
 * @param schema the schema file; in Base64 after {@link #BINARY} when it is no text
 * @param place where the dataset file lay, for reference files beside it; null where nobody knows
 */
public record DefinitionFiles(String dataset, String schemaFile, String schema, String place) {
  /** Deep enough for a schema file that is named by a way upwards. */
  private static final String PLACE = "1/2/3/4/5/6/7/8";

  /** No schema that is text begins like this. */
  private static final String BINARY = "base64:";

  /** Files that name no others beside them. */
  public DefinitionFiles(String dataset, String schemaFile, String schema) {
    this(dataset, schemaFile, schema, null);
  }

  /**
   * Reads the files of a dataset whose definition has no problem.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1001 when they cannot be read
   */
  public static DefinitionFiles read(Path file) {
    Report report = new Report(file);
    Optional<DefinitionFiles> files =
        YamlFile.text(report)
            .flatMap(text -> YamlFile.root(text, report).flatMap(root -> of(file, text, root)));
    return files.orElseThrow(
        () -> Errors.invalidDefinition(report.problems().stream().map(Problem::toString).toList()));
  }

  private static Optional<DefinitionFiles> of(Path file, String text, YamlNode root) {
    YamlObject schema =
        YamlObject.of(root.object(DatasetKeys.ROOT).get("schema"), DatasetKeys.SCHEMA);
    return schema
        .text("file")
        .flatMap(
            name ->
                content(file.toAbsolutePath().resolveSibling(name))
                    .map(content -> new DefinitionFiles(text, name, content, place(file))));
  }

  private static String place(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  private static Optional<String> content(Path schema) {
    return YamlFile.text(new Report(schema)).or(() -> base64(schema).map(BINARY::concat));
  }

  /** A file's bytes in Base64; empty when it cannot be read. */
  static Optional<String> base64(Path file) {
    try {
      return Optional.of(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What the dataset file says about the bytes of its events; needs no platform and no schema.
   * Empty when it has keys that are not understood: it may protect in a way nobody here knows.
   */
  public Optional<Outline> outline() {
    Report report = new Report(Path.of(schemaFile));
    return YamlFile.root(dataset, report)
        .map(root -> root.object(DatasetKeys.ROOT))
        .map(
            root -> {
              YamlObject silver = YamlObject.of(root.get("silver"), DatasetKeys.SILVER);
              YamlObject written = YamlObject.of(root.get("schema"), DatasetKeys.SCHEMA);
              boolean isJson = written.text("format").filter("json"::equals).isPresent();
              String wire = written.text("wire").orElse(isJson ? "bare" : "confluent");
              return new Outline(
                  silver.get("protect").filter(node -> !node.items().isEmpty()).isPresent(),
                  wire.equals("confluent"));
            })
        .filter(outline -> report.isClean());
  }

  /**
   * What is to be known about a dataset's bytes before somebody looks at them.
   *
   * @param isProtected whether silver protects fields, which bronze has in clear
   * @param hasSchemaIds whether its values are in Confluent's wire format
   */
  public record Outline(boolean isProtected, boolean hasSchemaIds) {}

  /** Its {@code silver.dedup}; empty where there is none, or where it cannot be understood. */
  public Optional<Dedup> dedup() {
    Report report = new Report(Path.of(schemaFile));
    return YamlFile.root(dataset, report)
        .flatMap(root -> root.object(DatasetKeys.ROOT).get("silver"))
        .flatMap(silver -> silver.object(DatasetKeys.SILVER).get("dedup"))
        .map(SilverSection::dedup)
        .filter(dedup -> report.isClean());
  }

  /** The names of its gold tables, as far as the dataset file can be read. */
  public List<String> aggregates() {
    List<String> names = new ArrayList<>();
    YamlFile.root(dataset, new Report(Path.of(schemaFile)))
        .flatMap(root -> root.object(DatasetKeys.ROOT).get("gold"))
        .flatMap(gold -> gold.object(DatasetKeys.GOLD).get("aggregates"))
        .ifPresent(
            list ->
                list.items()
                    .forEach(
                        item ->
                            item.object(DatasetKeys.AGGREGATE).text("name").ifPresent(names::add)));
    return List.copyOf(names);
  }

  private byte[] schemaBytes() {
    return schema.startsWith(BINARY)
        ? Base64.getDecoder().decode(schema.substring(BINARY.length()))
        : schema.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The dataset of these files.
   *
   * @throws dev.sluice.common.error.SluiceException SL-1001 with every problem
   */
  public AnalyzedDataset require(PlatformDefinition platform) {
    try {
      Path folder = Files.createTempDirectory("sluice-definition");
      try {
        Path file = Files.createDirectories(folder.resolve(PLACE)).resolve("dataset.yaml");
        Path besides = file.resolveSibling(schemaFile).normalize();
        if (besides.startsWith(folder)) {
          Files.createDirectories(besides.getParent());
          Files.write(besides, schemaBytes());
        }
        Files.writeString(file, dataset);
        AnalyzedDataset read = Definitions.require(List.of(file), platform).get(0);
        return place == null ? read : read.at(Path.of(place));
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a definition again", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
