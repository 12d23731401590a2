package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Schema;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
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
  private static final String JSON = "json";
  private static final String AVRO = "avro";
  private static final String PROTOBUF = "protobuf";
  private static final Map<String, String> FORMATS =
      Map.of(JSON, JSON, AVRO, AVRO, PROTOBUF, PROTOBUF);

  private static final Map<String, Boolean> IS_BARE = Map.of("bare", true, "confluent", false);

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
    Optional<String> known = schema.get("format").flatMap(value -> value.oneOf(FORMATS));
    // A file of a format that is not read is no file of another.
    Optional<YamlNode> file = known.isPresent() ? schema.get("file") : Optional.empty();
    Optional<Path> path = file.flatMap(value -> schemaFile(value, report.file()));
    String format = known.orElse(JSON);
    String text = path.map(found -> text(found, format)).orElse("");
    String eventId = schema.text("eventId").orElse(Draft.UNREADABLE);
    EventTime eventTime = eventTime(schema.get("eventTime"));
    Format read = format(format, schema, text);
    Set<String> identity = new HashSet<>(List.of(eventId, eventTime.field()));
    return new SchemaSection(
        new Schema(
            read,
            path.flatMap(found -> event(read, found, identity, file.get()))
                .orElse(new EventSchema(List.of())),
            eventId,
            eventTime,
            schema
                .get("evolution")
                .flatMap(value -> value.oneOf(EVOLUTIONS))
                .orElse(Evolution.ADDITIVE)),
        text);
  }

  /** The file as text, which a descriptor set is not; empty when it cannot be read. */
  private static String text(Path file, String format) {
    return format.equals(PROTOBUF)
        ? DefinitionFiles.base64(file).orElse("")
        : YamlFile.text(new Report(file)).orElse("");
  }

  private static Format format(String format, YamlObject schema, String text) {
    return switch (format) {
      case AVRO -> {
        refuse(schema, format, "message");
        yield new Format.Avro(text, wire(schema));
      }
      case PROTOBUF -> {
        String message = schema.text("message").orElse(Draft.UNREADABLE);
        if (!schema.has("message")) {
          schema
              .get("format")
              .ifPresent(node -> node.problem("Missing required key: schema.message"));
        }
        yield new Format.Protobuf(text, message, wire(schema));
      }
      default -> {
        refuse(schema, format, "registry", "message");
        yield new Format.Json(isBare(schema, true) ? new Wire.Bare() : new Wire.Confluent(null));
      }
    };
  }

  private static void refuse(YamlObject schema, String format, String... keys) {
    for (String key : keys) {
      schema
          .get(key)
          .ifPresent(node -> node.problem("Not for format " + format + ": " + node.path()));
    }
  }

  private static Wire wire(YamlObject schema) {
    Optional<YamlNode> registry = schema.get("registry");
    if (isBare(schema, false)) {
      registry.ifPresent(
          node ->
              node.problem(
                  "Contradiction: schema.registry, and schema.wire: bare has no schema id"));
      return new Wire.Bare();
    }
    return new Wire.Confluent(
        YamlObject.of(registry, DatasetKeys.REGISTRY).text("subject").orElse(null));
  }

  private static boolean isBare(YamlObject schema, boolean unlessSaid) {
    return schema.get("wire").flatMap(value -> value.oneOf(IS_BARE)).orElse(unlessSaid);
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
      node.invalid("the path of a schema file");
      return Optional.empty();
    }
  }

  private static Optional<EventSchema> event(
      Format format, Path file, Set<String> identity, YamlNode node) {
    if (!Files.isRegularFile(file)) {
      node.problem("Cannot read schema file: " + file + " does not exist");
      return Optional.empty();
    }
    try {
      if (format instanceof Format.Avro avro) {
        return Optional.of(AvroSchemaReader.read(avro.schema()));
      } else if (format instanceof Format.Protobuf protobuf) {
        return protobuf.message().equals(Draft.UNREADABLE)
            ? Optional.empty()
            : Optional.of(
                ProtobufSchemaReader.read(
                    ProtobufMessages.message(protobuf.descriptorSet(), protobuf.message()),
                    identity));
      }
      return Optional.of(EventSchemaReader.read(file));
    } catch (InvalidSchema e) {
      e.problems().forEach(problem -> node.problem(file.getFileName() + ": " + problem));
      return Optional.empty();
    }
  }
}
