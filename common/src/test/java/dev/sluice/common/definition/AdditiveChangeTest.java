package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lanes may go on with, and what they may not. */
class AdditiveChangeTest {
  private static final PlatformDefinition PLATFORM =
      DefinitionFile.platform().withRegistry(Registry.at(URI.create("http://127.0.0.1:1")));

  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: clicks}
      source:
        kafka: {cluster: main, topics: [clicks]}
      schema:
        format: json
        file: click.schema
        eventId: id
        eventTime: {field: at, unit: millis}
      silver:
        where: "kind is not null"
        select: [lower(page) as page]
        enrich:
          - {table: kinds, on: kind = code, take: [title]}
        rules:
          - {name: count_sane, expr: "count < 100", onFail: quarantine}
        dedup: {key: [id], within: 30 minutes}
        late: {after: 10 minutes}
        protect:
          - {field: ip, as: mask}
      gold:
        aggregates:
          - name: clicks_1m
            window: {tumbling: 1 minute}
            groupBy: [kind]
            measures: {clicks: "count(*)"}
      """;

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["id", "at"],
       "properties": {
         "id": {"type": "string"},
         "at": {"type": "integer"},
         "page": {"type": "string"},
         "ip": {"type": "string"},
         "kind": {"type": "string", "enum": ["A", "B"]},
         "count": {"type": "integer", "maximum": 1000},
         "price": {"type": "number", "sluiceType": "decimal(9,2)"},
         "place": {"type": "object", "properties": {"city": {"type": "string"}}},
         "items": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}}}}
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "\"page\": {;\"agent\": {\"type\": \"string\"}, \"page\": {",
        "\"enum\": [\"A\", \"B\"];\"enum\": [\"B\", \"C\", \"A\"]",
        ", \"enum\": [\"A\", \"B\"];",
        "\"maximum\": 1000;\"maximum\": 2000",
        ", \"maximum\": 1000;",
        "\"required\": [\"id\", \"at\"];\"required\": [\"at\", \"id\"]",
        "{\"city\": {\"type\": \"string\"};{\"city\": {\"type\": \"string\"}, \"zip\": {\"type\": \"string\"}",
        "{\"n\": {\"type\": \"integer\"};{\"n\": {\"type\": \"integer\"}, \"m\": {\"type\": \"boolean\"}",
      })
  void schemasThatOnlyAdd(String from, String to) throws IOException {
    assertThat(ofSchema(from, to == null ? "" : to)).isEmpty();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "\"price\": {;\"cost\": {;field price is gone;column price is gone from silver",
        "\"enum\": [\"A\", \"B\"];\"enum\": [\"A\", \"C\"];field kind takes fewer values;",
        "\"maximum\": 1000;\"maximum\": 999;field count has narrower bounds;",
        "\"maximum\": 1000;\"maximum\": 2000, \"minimum\": 0;field count has narrower bounds;",
        "decimal(9,2);decimal(18,2);field price has another type;"
            + "column price is decimal(9,2) and would be decimal(18,2)",
        "\"integer\", \"maximum\": 1000;\"number\", \"maximum\": 1000;field count has another type;"
            + "column count is bigint and would be double",
        "\"required\": [\"id\", \"at\"];\"required\": [\"id\", \"at\", \"kind\"];"
            + "field kind is required now;",
        "{\"city\": {\"type\": \"string\"};"
            + "{\"zip\": {\"type\": \"string\"}, \"city\": {\"type\": \"string\"};"
            + "column place.city would be gone, or in another place: an object gets new fields"
            + " behind its own;",
      })
  void schemasThatDoMore(String from, String to, String refusal, String another)
      throws IOException {
    List<String> expected = another == null ? List.of(refusal) : List.of(refusal, another);
    assertThat(ofSchema(from, to)).containsAll(expected);
  }

  @Test
  void aNewRequiredFieldIsNotInTheEventsOfToday() throws IOException {
    String wider =
        SCHEMA
            .replace("\"at\"],", "\"at\", \"agent\"],")
            .replace("\"page\":", "\"agent\": {\"type\": \"string\"}, \"page\":");
    assertThat(refusals(DATASET, SCHEMA, DATASET, wider))
        .containsExactly("field agent is new and required");
  }

  @Test
  void aNewFieldIsSelectedJudgedAndProtectedFromItsFirstRowOn() throws IOException {
    String wider =
        SCHEMA.replace(
            "\"page\":",
            "\"email\": {\"type\": \"string\"}, \"tag\": {\"type\": \"string\"}, \"page\":");
    String next =
        DATASET
            .replace(
                "lower(page) as page]",
                "lower(page) as page, upper(tag) as tag, length(tag) as size]")
            .replace(
                "    - {field: ip, as: mask}",
                "    - {field: ip, as: mask}\n    - {field: email, as: drop}")
            .replace("[title]}", "[title, price as kind_price], refresh: 1 hour}")
            .replace("count < 100", "count < 200")
            .replace("{name: clicks}\n", "{name: clicks, owner: team-web}\n");
    assertThat(refusals(DATASET, SCHEMA, next, wider)).isEmpty();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "topics: [clicks];topics: [clicks, more];source is changed",
        "unit: millis};unit: seconds};schema.eventTime is changed",
        "kind is not null;kind is null;silver.where is changed",
        "on: kind = code;on: page = code;silver.enrich: how title is taken is changed",
        "take: [title];take: [name as title];silver.enrich: how title is taken is changed",
        "within: 30 minutes;within: 31 minutes;silver.dedup is changed",
        "after: 10 minutes;after: 11 minutes;silver.late is changed",
        "lower(page) as page;upper(page) as page;silver.select: page is changed or gone",
        "field: ip, as: mask;field: page, as: mask;silver.protect: ip is changed or gone",
        "groupBy: [kind];groupBy: [page];gold is changed",
      })
  void datasetsThatDoMore(String from, String to, String refusal) throws IOException {
    String next = DATASET.replace(from, to);
    assertThat(next).isNotEqualTo(DATASET);
    assertThat(refusals(DATASET, SCHEMA, next, SCHEMA)).contains(refusal);
  }

  @Test
  void whatWasThereInClearIsNotProtectedWithAWordOfSilver() throws IOException {
    String next =
        DATASET.replace(
            "- {field: ip, as: mask}", "- {field: ip, as: mask}\n    - {field: place, as: drop}");
    assertThat(refusals(DATASET, SCHEMA, next, SCHEMA))
        .containsExactly(
            "silver.protect: place is not new: silver has it in clear already",
            "column place is gone from silver");
  }

  @Test
  void strictIsLessThanAdditive() throws IOException {
    String strict = DATASET.replace("unit: millis}", "unit: millis}\n  evolution: strict");
    assertThat(refusals(DATASET, SCHEMA, strict, SCHEMA))
        .containsExactly("schema.evolution: strict refuses events that were good");
    assertThat(refusals(strict, SCHEMA, DATASET, SCHEMA)).isEmpty();
  }

  // ---- Avro

  private static final String AVRO =
      """
      {"type": "record", "name": "Click", "fields": [
        {"name": "id", "type": "string"},
        {"name": "at", "type": "long"},
        {"name": "page", "type": ["null", "string"], "default": null},
        {"name": "ip", "type": ["null", "string"], "default": null},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
        {"name": "count", "type": "int"}]}
      """;

  @Test
  void anAvroSchemaAddsWhatIsBackwardCompatible() throws IOException {
    String dataset = DATASET.replace("format: json", "format: avro");
    assertThat(
            refusals(
                dataset,
                AVRO,
                dataset,
                AVRO.replace("\"A\", \"B\"", "\"A\", \"B\", \"C\"")
                    .replace("\"type\": \"int\"}", "\"type\": \"long\"}")
                    .replace(
                        "{\"name\": \"page\"",
                        "{\"name\": \"more\", \"type\": \"int\", \"default\": 0}, {\"name\": \"page\"")))
        .isEmpty();
    String noDefault =
        AVRO.replace(
            "{\"name\": \"page\"",
            "{\"name\": \"more\", \"type\": [\"null\", \"int\"]}, {\"name\": \"page\"");
    assertThat(refusals(dataset, AVRO, dataset, noDefault))
        .containsExactly("schema.file: READER_FIELD_MISSING_DEFAULT_VALUE at /fields/2: more");
    String bare = dataset.replace("unit: millis}", "unit: millis}\n  wire: bare");
    assertThat(refusals(bare, AVRO, bare, AVRO.replace("\"A\", \"B\"", "\"A\", \"B\", \"C\"")))
        .singleElement()
        .asString()
        .contains("wire: bare");
    assertThat(refusals(dataset, AVRO, bare, AVRO))
        .containsExactly("schema.wire or schema.registry is changed");
  }

  // ---- Protobuf

  @Test
  void aProtobufMessageAddsFieldsOfNewNumbers() throws IOException {
    List<String> additive =
        ofMessages(click(), click().addField(field("more", 9, Type.TYPE_STRING)));
    assertThat(additive).isEmpty();
    assertThat(ofMessages(click(), withCount(field("count", 5, Type.TYPE_INT64)))).isEmpty();
    assertThat(ofMessages(click(), withCount(field("count", 6, Type.TYPE_INT32))))
        .containsExactly("field count: number 5 means something else");
    assertThat(ofMessages(click(), withCount(field("count", 5, Type.TYPE_SINT32))))
        .containsExactly("field count: number 5 means something else");
    assertThat(ofMessages(click(), withCount(field("other", 5, Type.TYPE_INT32))))
        .containsExactly(
            "field count is gone",
            "field count: number 5 means something else",
            "column count is gone from silver");
  }

  private static DescriptorProto.Builder click() {
    return withCount(field("count", 5, Type.TYPE_INT32));
  }

  private static DescriptorProto.Builder withCount(FieldDescriptorProto.Builder count) {
    return DescriptorProto.newBuilder()
        .setName("Click")
        .addField(field("id", 1, Type.TYPE_STRING))
        .addField(field("at", 2, Type.TYPE_INT64))
        .addField(field("page", 3, Type.TYPE_STRING))
        .addField(field("ip", 4, Type.TYPE_STRING))
        .addField(field("kind", 7, Type.TYPE_STRING))
        .addField(count);
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private List<String> ofMessages(DescriptorProto.Builder before, DescriptorProto.Builder after)
      throws IOException {
    String dataset =
        DATASET
            .replace("format: json", "format: protobuf\n  message: Click")
            .replace("count < 100", "length(id) > 0");
    return AdditiveChange.refusals(
        read("before", dataset, set(before)), read("after", dataset, set(after)));
  }

  private static byte[] set(DescriptorProto.Builder message) {
    return FileDescriptorSet.newBuilder()
        .addFile(
            FileDescriptorProto.newBuilder()
                .setName("click.proto")
                .setSyntax("proto3")
                .addMessageType(message))
        .build()
        .toByteArray();
  }

  private List<String> ofSchema(String from, String to) throws IOException {
    assertThat(SCHEMA).contains(from);
    return refusals(DATASET, SCHEMA, DATASET, SCHEMA.replace(from, to));
  }

  private List<String> refusals(String before, String schema, String after, String nextSchema)
      throws IOException {
    return AdditiveChange.refusals(
        read("before", before, schema.getBytes(StandardCharsets.UTF_8)),
        read("after", after, nextSchema.getBytes(StandardCharsets.UTF_8)));
  }

  private AnalyzedDataset read(String name, String dataset, byte[] schema) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Files.write(place.resolve("click.schema"), schema);
    Path file = Files.writeString(place.resolve("dataset.yaml"), dataset);
    return Definitions.require(List.of(file), PLATFORM).get(0);
  }
}
