package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataset file of the tests with a few words exchanged, in a folder beside its schema file. */
record DefinitionFile(String text) {
  private static final Path RESOURCES = Path.of("src/test/resources/definition");

  /** Every key, all well. */
  static DefinitionFile good() {
    return resource("good.yaml");
  }

  /** Only the required keys. */
  static DefinitionFile least() {
    return resource("least.yaml");
  }

  static DefinitionFile resource(String name) {
    return new DefinitionFile(textOf(name));
  }

  /** The words must be in the file once. */
  DefinitionFile with(String from, String to) {
    assertThat(text).containsOnlyOnce(from);
    return new DefinitionFile(text.replace(from, to));
  }

  DefinitionFile plus(String more) {
    return new DefinitionFile(text + more);
  }

  DefinitionReader.Draft read(Path folder) {
    return DefinitionReader.read(in(folder, "dataset.yaml"));
  }

  Definitions.Loaded load(Path folder) {
    return Definitions.load(List.of(in(folder, "dataset.yaml")), platform());
  }

  DatasetDefinition definition(Path folder) {
    return analyzed(folder).definition();
  }

  AnalyzedDataset analyzed(Path folder) {
    Definitions.Loaded loaded = load(folder);
    assertThat(loaded.problems()).isEmpty();
    return loaded.datasets().get(0);
  }

  /** Each {@code line:column: message (hint)}. */
  List<String> problems(Path folder) {
    return shown(load(folder).problems());
  }

  static List<String> shown(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.line() + ":" + problem.column() + ": " + problem.summary())
        .toList();
  }

  Path in(Path folder, String name) {
    for (String schema : List.of("click.schema.json", "ours.schema.json", "click.avsc")) {
      write(folder.resolve(schema), textOf(schema));
    }
    return write(folder.resolve(name), text);
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PlatformDefinition platform() {
    return new PlatformDefinition(
            "lake",
            Map.of("main", new PlatformDefinition.Cluster("main", "127.0.0.1:9092", Map.of())),
            Optional.empty(),
            PlatformDefinition.LaneOption.LIVE,
            PlatformReader.DEFAULT_TABLES,
            PlatformReader.DEFAULT_GOLD)
        .withHmacKeys(List.of(new HmacKey("k1", "0123456789abcdef0123456789abcdef")));
  }

  private static String textOf(String name) {
    try {
      return Files.readString(RESOURCES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
