package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Schema;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaSectionTest {
  @TempDir Path folder;

  @Test
  void defaults() throws InvalidSchema {
    assertThat(least().definition(folder).schema()).isEqualTo(schema(Evolution.ADDITIVE));
  }

  @Test
  void everyKeySet() throws InvalidSchema {
    assertThat(good().definition(folder).schema()).isEqualTo(schema(Evolution.STRICT));
  }

  @Test
  void anAvroSchemaIsReadWithWhatStandsAroundItsEvents() {
    Schema bare = avro().plus("  wire: bare\n").definition(folder).schema();
    Format.Avro format = (Format.Avro) bare.format();
    assertThat(format.wire()).isEqualTo(new Wire.Bare());
    assertThat(format.schema()).contains("\"name\": \"Click\"");
    assertThat(bare.event().fields())
        .extracting(EventSchema.Field::name)
        .containsExactly("event_id", "occurred_at", "page");

    Draft wire = avro().plus("  registry: {subject: clicks-value}\n").read(folder);
    assertThat(wire.definition().orElseThrow().schema().format().registered())
        .contains(new Wire.Confluent("clicks-value"));
    Draft plain = avro().read(folder);
    assertThat(plain.definition().orElseThrow().schema().format().registered())
        .contains(new Wire.Confluent(null));
  }

  @Test
  void jsonMayHaveASchemaIdBeforeItThatNoRegistryIsAskedFor() {
    DefinitionFile file = least().plus("  wire: confluent\n");
    Format format = file.definition(folder).schema().format();
    assertThat(format).isEqualTo(new Format.Json(new Wire.Confluent(null)));
    assertThat(format.registered()).isEmpty();
    assertThat(DefinitionFiles.read(file.in(folder, "dataset.yaml")).outline())
        .contains(new DefinitionFiles.Outline(false, true));
    assertThat(DefinitionFiles.read(least().in(folder, "dataset.yaml")).outline())
        .contains(new DefinitionFiles.Outline(false, false));
  }

  private static DefinitionFile avro() {
    return least().with("format: json", "format: avro").with("click.schema.json", "click.avsc");
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValues(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad(
            "nothing",
            new DefinitionFile(least().text().replaceAll("(?s)schema:.*", "schema: {}\n")),
            "9:9: Missing required key: schema.format",
            "9:9: Missing required key: schema.file",
            "9:9: Missing required key: schema.eventId",
            "9:9: Missing required key: schema.eventTime"),
        bad(
            "protobuf without a message",
            least().with("format: json", "format: protobuf").plus("  wire: bare\n"),
            "10:11: Missing required key: schema.message"),
        bad(
            "protobuf without a descriptor set",
            least().with("format: json", "format: protobuf").plus("  wire: bare\n  message: a.B\n"),
            "11:9: click.schema.json: (root): not a descriptor set (protoc --descriptor_set_out)"),
        bad(
            "a message for Avro",
            avro().plus("  wire: bare\n  message: a.B\n"),
            "15:12: Not for format avro: schema.message"),
        bad(
            "an unknown format",
            least().with("format: json", "format: jsonl"),
            "10:11: Invalid value for schema.format: jsonl (did you mean json?)"),
        bad(
            "a registry for JSON",
            least().plus("  wire: bare\n  registry: {subject: clicks}\n"),
            "15:13: Not for format json: schema.registry"),
        bad(
            "a subject for events without a schema id",
            avro().plus("  wire: bare\n  registry: {subject: clicks}\n"),
            "15:13: Contradiction: schema.registry, and schema.wire: bare has no schema id"),
        bad(
            "a registry without a subject",
            avro().plus("  registry: {}\n"),
            "10:3: Missing registry: the platform file names none (add registry: {url: ...} to it,"
                + " or wire: bare where events carry no schema id)",
            "14:13: Missing required key: schema.registry.subject"),
        bad(
            "an unknown wire format",
            avro().plus("  wire: confluence\n"),
            "14:9: Invalid value for schema.wire: confluence (did you mean confluent?)",
            "14:9: Missing registry: the platform file names none (add registry: {url: ...} to it,"
                + " or wire: bare where events carry no schema id)"),
        bad(
            "an Avro schema's unit that is another",
            avro().with("unit: millis", "unit: micros").plus("  wire: bare\n"),
            "13:22: Wrong unit: schema.eventTime.unit: micros (the schema has occurred_at in"
                + " millis)"),
        bad(
            "an Avro schema's time as text",
            avro().with("unit: millis", "unit: iso8601").plus("  wire: bare\n"),
            "13:22: Wrong type: schema.eventTime.field: occurred_at is timestamp (must be a string"
                + " of format date-time, as unit iso8601)"),
        bad(
            "an Avro id that may be null",
            avro().with("eventId: event_id", "eventId: page").plus("  wire: bare\n"),
            "11:9: Name is ours: silver's event_id (select it under another name, with silver.only)",
            "12:12: Field is not required: schema.eventId: page (an event needs it: its type in the"
                + " schema file cannot be a union with null)"),
        bad(
            "eventId unknown",
            least().with("eventId: event_id", "eventId: eventid"),
            "12:12: Unknown field: schema.eventId: eventid (did you mean event_id?)"),
        bad(
            "a subject that is no field",
            least().plus("erasure: {subject: userid}\n"),
            "14:20: Unknown field: erasure.subject: userid (did you mean user_id?)"),
        bad(
            "a subject that tells nobody apart",
            least().plus("erasure: {subject: score}\n"),
            "14:20: Wrong type: erasure.subject: score is double (must be a string or an integer)"),
        bad(
            "eventId not required",
            least().with("eventId: event_id", "eventId: user_id"),
            "11:9: Name is ours: silver's event_id (select it under another name, with silver.only)",
            "12:12: Field is not required: schema.eventId: user_id (an event needs it: add it to"
                + " required in the schema file)"),
        bad(
            "eventId of a wrong type",
            least().with("eventId: event_id", "eventId: score"),
            "11:9: Name is ours: silver's event_id (select it under another name, with silver.only)",
            "12:12: Wrong type: schema.eventId: score is double (must be a string or an integer)"),
        bad(
            "eventTime unknown",
            least().with("field: occurred_at", "field: occured_at"),
            "13:22: Unknown field: schema.eventTime.field: occured_at (did you mean occurred_at?)"),
        bad(
            "eventTime without unit",
            least().with(", unit: millis", ""),
            "13:14: Missing required key: schema.eventTime.unit"),
        bad(
            "an unknown unit",
            least().with("unit: millis", "unit: milis"),
            "13:41: Invalid value for schema.eventTime.unit: milis (did you mean millis?)"),
        bad(
            "a number read as text",
            least().with("unit: millis", "unit: iso8601"),
            "13:22: Wrong type: schema.eventTime.field: occurred_at is bigint (must be a string of"
                + " format date-time, as unit iso8601)"),
        bad(
            "a text read as number",
            least().with("field: occurred_at, unit: millis", "field: seen_at, unit: seconds"),
            "13:22: Wrong type: schema.eventTime.field: seen_at is timestamp (must be an integer,"
                + " as unit seconds)"),
        bad(
            "evolution",
            good().with("evolution: strict", "evolution: stric"),
            "20:14: Invalid value for schema.evolution: stric (did you mean strict?)"),
        bad(
            "a field with a name of ours",
            least().with("click.schema.json", "ours.schema.json"),
            "11:9: Name is ours: silver's late (select it under another name, with silver.only)"));
  }

  @Test
  void aSchemaFileThatIsNotThereIsAProblem() {
    assertThat(least().with("click.schema.json", "clicks.json").problems(folder))
        .containsExactly(
            "11:9: Cannot read schema file: " + folder.resolve("clicks.json") + " does not exist");
  }

  @Test
  void everyProblemOfTheSchemaFileIsAProblem() {
    Path file = least().with("click.schema.json", "bad.json").in(folder, "dataset.yaml");
    DefinitionFile.write(
        folder.resolve("bad.json"),
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"strin\"}, \"b c\": {}}}");
    assertThat(DefinitionReader.read(file).report().problems())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isEqualTo(11);
              assertThat(problem.message()).startsWith("bad.json: /properties/");
            });
  }

  @Test
  void theVersionChangesWithTheDefinitionAndWithItsSchemaFile() {
    String version = least().definition(folder).version();
    assertThat(version).matches("[0-9a-f]{12}");
    assertThat(least().definition(folder).version()).isEqualTo(version);
    assertThat(least().plus("# more\n").definition(folder).version()).isNotEqualTo(version);
    String schema = DefinitionFile.resource("click.schema.json").text();
    Path file = least().in(folder, "dataset.yaml");
    DefinitionFile.write(folder.resolve("click.schema.json"), schema + "\n");
    assertThat(DefinitionReader.read(file).definition().orElseThrow().version())
        .isNotEqualTo(version);
  }

  private Schema schema(Evolution evolution) throws InvalidSchema {
    return new Schema(
        new Format.Json(new Wire.Bare()),
        EventSchemaReader.read(folder.resolve("click.schema.json")),
        "event_id",
        new EventTime("occurred_at", EventTime.Unit.MILLIS),
        evolution);
  }
}
