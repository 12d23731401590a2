package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Erasure;
import dev.sluice.common.definition.DatasetDefinition.Metadata;
import dev.sluice.common.definition.DatasetDefinition.Silver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the form of a dataset file: keys, types, values. What its SQL means is {@link
 * DefinitionValidator}'s to find.
 */
final class DefinitionReader {
  private static final String API_VERSION = "sluice/v1";

  private final Report report;

  private DefinitionReader(Report report) {
    this.report = report;
  }

  /** Reads a file; every problem is in the draft's report. */
  static Draft read(Path file) {
    Report report = new Report(file);
    Optional<DatasetDefinition> definition =
        YamlFile.text(report)
            .flatMap(
                text ->
                    YamlFile.root(text, report)
                        .map(root -> new DefinitionReader(report).dataset(root, text)));
    return new Draft(report, definition);
  }

  private DatasetDefinition dataset(YamlNode root, String text) {
    YamlObject file = root.object(DatasetKeys.ROOT);
    file.get("apiVersion").ifPresent(node -> node.oneOf(Map.of(API_VERSION, API_VERSION)));
    file.get("kind").ifPresent(node -> node.oneOf(Map.of("Dataset", "Dataset")));
    SchemaSection schema = SchemaSection.read(file.get("schema"), report);
    List<Aggregate> aggregates = file.get("gold").map(GoldSection::read).orElse(List.of());
    return new DatasetDefinition(
        report.file(),
        Fingerprint.of(text, schema.fileText()),
        metadata(file.get("metadata")),
        SourceSection.read(file.get("source")),
        schema.schema(),
        file.get("silver").map(SilverSection::read).orElseGet(DefinitionReader::plainSilver),
        aggregates,
        file.get("tests")
            .map(tests -> TestsSection.read(tests, schema.schema().format(), aggregates, report))
            .orElse(List.of()),
        file.get("erasure").map(DefinitionReader::erasure));
  }

  private static Erasure erasure(YamlNode node) {
    return new Erasure(node.object(DatasetKeys.ERASURE).text("subject").orElse(Draft.UNREADABLE));
  }

  private static Metadata metadata(Optional<YamlNode> node) {
    YamlObject metadata = YamlObject.of(node, DatasetKeys.METADATA);
    return new Metadata(
        metadata.get("name").flatMap(Names::table).orElse(Draft.UNREADABLE),
        metadata.text("owner"),
        metadata.text("description"));
  }

  private static Silver plainSilver() {
    return new Silver(
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /**
   * What could be read of a file. When the report is not clean, values that could not be read are
   * stand-ins that cause no further problem, so that the rest can still be analysed; such a
   * definition is never run.
   */
  record Draft(Report report, Optional<DatasetDefinition> definition) {
    /** Stands for a name that could not be read. */
    static final String UNREADABLE = "";
  }
}
