package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Schema;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code schema} and the file it names.
 *
 * @param schema its event has no fields when the schema file cannot be read
 * @param fileText the schema file's text
 */
record SchemaSection(Schema schema, String fileText) {
  private static final Map<String, Format> FORMATS = Map.of("json", Format.JSON);
  private static final Set<String> LATER_FORMATS = Set.of("avro", "protobuf");

  private static final Map<String, Evolution> EVOLUTIONS =
      Map.of("additive", Evolution.ADDITIVE, "strict", Evolution.STRICT);

  private static final Map<String, EventTime.Unit> UNITS =
      Map.of(
          "seconds", EventTime.Unit.SECONDS,
          "millis", EventTime.Unit.MILLIS,
          "micros", EventTime.Unit.MICROS,
          "iso8601", EventTime.Unit.ISO8601);

  static SchemaSection read(Optional<YamlNode> node, Report report) {
    YamlObject schema = YamlObject.of(node, DatasetKeys.SCHEMA);
    Optional<Format> format =
        schema.get("format").flatMap(value -> value.oneOf(FORMATS, LATER_FORMATS, "format"));
    // A file of a format that is not read yet is no JSON Schema.
    Optional<YamlNode> file = format.isPresent() ? schema.get("file") : Optional.empty();
    Optional<Path> path = file.flatMap(value -> schemaFile(value, report.file()));
    return new SchemaSection(
        new Schema(
            Format.JSON,
            path.flatMap(found -> event(found, file.get())).orElse(new EventSchema(List.of())),
            schema.text("eventId").orElse(Draft.UNREADABLE),
            eventTime(schema.get("eventTime")),
            schema
                .get("evolution")
                .flatMap(value -> value.oneOf(EVOLUTIONS))
                .orElse(Evolution.ADDITIVE)),
        path.flatMap(found -> YamlFile.text(new Report(found))).orElse(""));
  }

  private static EventTime eventTime(Optional<YamlNode> node) {
    YamlObject eventTime = YamlObject.of(node, DatasetKeys.EVENT_TIME);
    return new EventTime(
        eventTime.text("field").orElse(Draft.UNREADABLE),
        eventTime.get("unit").flatMap(unit -> unit.oneOf(UNITS)).orElse(EventTime.Unit.MILLIS));
  }

  /** Beside the dataset file, unless the path is absolute. */
  private static Optional<Path> schemaFile(YamlNode node, Path datasetFile) {
    Optional<String> text = node.text();
    try {
      return text.map(datasetFile.toAbsolutePath()::resolveSibling);
    } catch (InvalidPathException e) {
      node.invalid("the path of a JSON Schema file");
      return Optional.empty();
    }
  }

  private static Optional<EventSchema> event(Path file, YamlNode node) {
    if (!Files.isRegularFile(file)) {
      node.problem("Cannot read schema file: " + file + " does not exist");
      return Optional.empty();
    }
    try {
      return Optional.of(EventSchemaReader.read(file));
    } catch (InvalidSchema e) {
      e.problems().forEach(problem -> node.problem(file.getFileName() + ": " + problem));
      return Optional.empty();
    }
  }
}
