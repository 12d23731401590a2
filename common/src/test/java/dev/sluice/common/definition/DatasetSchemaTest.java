package dev.sluice.common.definition;

import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.sluice.common.definition.Keys.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The published JSON Schema and the reader say the same about a file's form. */
class DatasetSchemaTest {
  private static final Path FILE = Path.of("../docs/reference/dataset.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SCHEMA = schema();
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);

  @TempDir Path folder;

  @Test
  void everyObjectHasTheReadersKeys() {
    Map<String, List<List<String>>> published = new TreeMap<>();
    collect("", SCHEMA, published);
    Map<String, List<List<String>>> read = new TreeMap<>();
    DatasetKeys.ALL.forEach((path, keys) -> read.put(path, names(keys)));
    assertThat(published).isEqualTo(read);
  }

  @Test
  void everyKeyIsDescribedAndNoOtherAllowed() {
    DatasetKeys.ALL
        .keySet()
        .forEach(
            path -> {
              JsonNode object = at(path);
              assertThat(object.path("additionalProperties").isBoolean()).as(path).isTrue();
              assertThat(object.path("additionalProperties").booleanValue()).as(path).isFalse();
              assertThat(object.get("properties"))
                  .as(path)
                  .allSatisfy(key -> assertThat(key.path("description").asText()).endsWith("."));
            });
  }

  @Test
  void theReferencePageHasEveryKey() throws IOException {
    String page = Files.readString(FILE.resolveSibling("dataset.md"));
    DatasetKeys.ALL.forEach(
        (path, keys) ->
            keys.all().stream()
                .filter(key -> key.need() != Need.LATER)
                .map(key -> path.isEmpty() ? key.name() : path + "." + key.name())
                .filter(key -> !isObject(key))
                .forEach(key -> assertThat(page).contains("| `" + key + "` |")));
  }

  private static boolean isObject(String key) {
    return DatasetKeys.ALL.containsKey(key) || DatasetKeys.ALL.containsKey(key + "[]");
  }

  @Test
  void thePatternsAreTheReaders() {
    assertThat(SCHEMA.at("/$defs/tableName/pattern").asText()).isEqualTo(Names.TABLE);
    assertThat(SCHEMA.at("/$defs/duration/anyOf/0/pattern").asText()).isEqualTo(Durations.WORDS);
    assertThat(SCHEMA.at("/$defs/duration/anyOf/1/pattern").asText()).isEqualTo(Durations.ISO_8601);
    assertThat(at("source.kafka").at("/properties/topics/items/pattern").asText())
        .isEqualTo(SourceSection.TOPIC);
    assertThat(at("source.kafka").at("/properties/maxBytesPerBatch/anyOf/1/pattern").asText())
        .isEqualTo(ByteSizes.PATTERN);
    assertThat(at("silver").at("/properties/select/items/pattern").asText())
        .isEqualTo(SilverSection.SELECT);
    assertThat(at("silver.enrich[]").at("/properties/on/pattern").asText())
        .isEqualTo(EnrichSection.ON);
    assertThat(at("silver.enrich[]").at("/properties/take/items/pattern").asText())
        .isEqualTo(EnrichSection.TAKE);
  }

  @ParameterizedTest
  @MethodSource("files")
  void schemaAndReaderGiveTheSameVerdict(DefinitionFile file, boolean wellFormed) {
    assertThat(VALIDATOR.validate(json(file)).isEmpty()).as("schema").isEqualTo(wellFormed);
    DefinitionReader.Draft draft = file.read(folder);
    assertThat(draft.report().isClean())
        .as("reader: %s", draft.report().problems())
        .isEqualTo(wellFormed);
  }

  static Stream<Arguments> files() {
    return Stream.of(
            well(least(), good()),
            well(
                good().with("30 minutes\n  late", "PT30M\n  late"),
                good().with("ttl: 2 hours", "ttl: P1D"),
                good().with("maxBytesPerBatch: 1 MiB", "maxBytesPerBatch: 1048576"),
                good().with("  select", "  only: true\n  select"),
                least().plus("erasure: {subject: user_id}\n"),
                least().plus("silver: {protect: [{field: user_id, as: hmac}]}\n"),
                least().plus("silver: {protect: [{field: a.b, as: mask, keep: {last: 4}}]}\n"),
                least().plus("silver: {protect: [{field: page, as: truncate, length: 3}]}\n"),
                enrich("table: c, on: country = code, take: [region]"),
                enrich(
                    "table: c.csv, on: country = code and `a b`=b, take: [a as b], types: {b: date},"
                        + " refresh: 1 hour, onMiss: quarantine"),
                good().with("lower(page) as page", "user_id"),
                good().with("onFail: warn", "onFail: stop"),
                tests("{name: a, given: [{page: /}], expect: {silver: 1}}"),
                tests(
                    "{name: a, given: [{raw: null, arrives: '10:00'}, {advance: 1 s}], expect:"
                        + " {quarantine: [{reason: TOMBSTONE}], silver: []}}"),
                breaker("over: 5 minutes, maxFailedRatio: 0.5"),
                breaker("over: 5 minutes, maxFailedRatio: 0.05, minRows: 1, then: pause"),
                good().with("\"sum(price)\"", "\"no such thing\""),
                least()
                    .with("format: json", "format: avro")
                    .with("click.schema.json", "click.avsc")
                    .plus("  wire: bare\n"),
                good().with("eventId: event_id", "eventId: not_a_field")),
            ill(
                new DefinitionFile("hello"),
                new DefinitionFile("[]"),
                new DefinitionFile("{}"),
                least().plus("erasure: {}\n"),
                least().plus("erasure: {subject: user_id, keep: 1}\n"),
                least().plus("tests: []\n"),
                tests("{name: a, given: [{page: /}], expects: {silver: 1}}"),
                tests("{name: a, given: [], expect: {silver: 1}}"),
                tests("{name: a, given: [{}], expect: {silver: 1}}"),
                tests("{name: a, given: [{advance: 1 s}], expect: {silver: 1}}"),
                tests("{name: a, given: [{page: /}, {advance: soon}], expect: {silver: 1}}"),
                tests("{name: a, given: [{raw: 5}], expect: {silver: 1}}"),
                tests("{name: a, given: [{raw: a, page: /}], expect: {silver: 1}}"),
                tests("{name: a, given: [{page: /}], expect: {}}"),
                tests("{name: a, given: [{page: /}], expect: {late: []}}"),
                tests("{name: a, given: [{page: /}], expect: {silver: -1}}"),
                tests("{name: a, given: [{page: /}], expect: {silver: [{}]}}"),
                least().plus("deliver: []\n"),
                least().plus("sliver: {}\n"),
                least().plus("gold: {}\n"),
                least().plus("gold: {aggregates: []}\n"),
                least().plus("bronze: {retention: 90 days}\n"),
                least().plus("silver:\n"),
                least().plus("silver: {late: {}}\n"),
                least().plus("silver: {rules: {}}\n"),
                least().plus("silver: {select: [lower(page)]}\n"),
                least().plus("silver: {select: []}\n"),
                least().plus("silver: {where: true}\n"),
                least().plus("silver: {where: ''}\n"),
                least().plus("silver: {enrich: []}\n"),
                enrich("table: c, on: country = code"),
                enrich("table: c, on: country, take: [region]"),
                enrich("table: c, on: country = lower(code), take: [region]"),
                enrich("table: c, on: country = code or a = b, take: [region]"),
                enrich("table: c, on: country = code, take: []"),
                enrich("table: c, on: country = code, take: [a b]"),
                enrich("table: c, on: country = code, take: [a], types: {a: 5}"),
                enrich("table: c, on: country = code, take: [a], onMiss: drop"),
                least().plus("silver: {protect: []}\n"),
                least().plus("silver: {protect: [{field: user_id}]}\n"),
                least().plus("silver: {protect: [{field: user_id, as: encrypt}]}\n"),
                least().plus("silver: {protect: [{field: user_id, as: hmac, key: k}]}\n"),
                least().plus("silver: {protect: [{field: user_id, as: drop, keep: {}}]}\n"),
                least().plus("silver: {protect: [{field: user_id, as: mask, length: 3}]}\n"),
                least().plus("silver: {protect: [{field: ip, as: truncate, length: 0}]}\n"),
                least().with("v1", "v2"),
                least().with("kind: Dataset", "kind: Platform"),
                least().with("name: clicks", "name: Clicks"),
                least().with("name: clicks", "name: 7"),
                least().with("name: clicks", "name:"),
                least().with("name: clicks", "nam: clicks"),
                least().with("[shop.clicks]", "shop.clicks"),
                least().with("[shop.clicks]", "[a, a]"),
                least().with("[shop.clicks]", "['a b']"),
                least().with("[shop.clicks]", "[..]"),
                least().with("topics: [shop.clicks]", "topicPattern: a"),
                least().with("format: json", "format: jsonl"),
                least().with("file: click.schema.json", "registry: {}"),
                least().with(", unit: millis", ""),
                least().with("unit: millis", "unit: mills")),
            ill(
                good().with("startingOffsets: latest", "startingOffsets: 5"),
                good().with("arrival: ingest", "arrival: soon"),
                good().with("maxRecordsPerBatch: 1000", "maxRecordsPerBatch: 0"),
                good().with("maxRecordsPerBatch: 1000", "maxRecordsPerBatch: 1.5"),
                good().with("maxBytesPerBatch: 1 MiB", "maxBytesPerBatch: 1 mib"),
                good().with("evolution: strict", "evolution: Strict"),
                good().with("onFail: warn", "onFail: halt"),
                breaker("over: 5 minutes"),
                breaker("maxFailedRatio: 0.5"),
                breaker("over: 5 minutes, maxFailedRatio: 1"),
                breaker("over: 5 minutes, maxFailedRatio: 0"),
                breaker("over: 5 minutes, maxFailedRatio: half"),
                breaker("over: 5 minutes, maxFailedRatio: 0.5, minRows: 0"),
                breaker("over: 5 minutes, maxFailedRatio: 0.5, then: stop"),
                good().with("      onFail: warn\n", ""),
                good().with("name: known_country", "name: known country"),
                good().with("    within: 30 minutes\n", ""),
                good().with("within: 30 minutes", "within: 30 minuets"),
                good().with("within: 30 minutes", "within: P"),
                good().with("[event_id, page]", "[]"),
                good().with("[event_id, page]", "[page, page]"),
                good().with("after: 10 minutes", "after: 10 minutes\n    gold: drop"),
                good().with("{tumbling: 1 minute}", "{session: 1 minute}"),
                good().with("{tumbling: 1 minute}", "{}"),
                good().with("{tumbling: 1 minute}", "{sliding: 1 minute}"),
                good().with("{tumbling: 1 minute}", "{tumbling: 1 minute, every: 1 s}"),
                good()
                    .with("{tumbling: 1 minute}", "{tumbling: 1 minute, sliding: 5 s, every: 1 s}"),
                good().with("{tumbling: 1 minute}", "1 minute"),
                good().with("groupBy: [country]", "groupBy: country"),
                good().with("bucket: 30 minutes", "approximate: true"),
                good().with("\"sum(price)\"", "{expr: sum(price), approximate: true}"),
                good().with("ttl: 2 hours", "ttl: 2 hours\n        value: latest"),
                good().with("        ttl: 2 hours\n", "")))
        .flatMap(files -> files);
  }

  private static DefinitionFile tests(String test) {
    return least().plus("tests: [" + test + "]\n");
  }

  private static DefinitionFile enrich(String entries) {
    return least().plus("silver: {enrich: [{" + entries + "}]}\n");
  }

  private static DefinitionFile breaker(String entries) {
    return least().plus("silver: {breaker: {" + entries + "}}\n");
  }

  private static Stream<Arguments> well(DefinitionFile... files) {
    return Stream.of(files).map(file -> Arguments.of(file, true));
  }

  private static Stream<Arguments> ill(DefinitionFile... files) {
    return Stream.of(files).map(file -> Arguments.of(file, false));
  }

  private static void collect(
      String path, JsonNode schema, Map<String, List<List<String>>> objects) {
    if (schema.has("properties")) {
      objects.put(path, names(schema));
      schema
          .get("properties")
          .fields()
          .forEachRemaining(
              key ->
                  collect(
                      path.isEmpty() ? key.getKey() : path + "." + key.getKey(),
                      key.getValue(),
                      objects));
    }
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"), objects);
    }
  }

  /** Required, optional and later keys, each sorted. */
  private static List<List<String>> names(JsonNode object) {
    List<String> required = new ArrayList<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    List<String> optional = new ArrayList<>();
    List<String> later = new ArrayList<>();
    object
        .get("properties")
        .fields()
        .forEachRemaining(
            key -> {
              if (key.getValue().has("not")) {
                later.add(key.getKey());
              } else if (!required.contains(key.getKey())) {
                optional.add(key.getKey());
              }
            });
    return sorted(required, optional, later);
  }

  private static List<List<String>> names(Keys keys) {
    return sorted(keys.names(Need.REQUIRED), keys.names(Need.OPTIONAL), keys.names(Need.LATER));
  }

  @SafeVarargs
  private static List<List<String>> sorted(List<String>... lists) {
    return Stream.of(lists).map(list -> list.stream().sorted().toList()).toList();
  }

  private static JsonNode at(String path) {
    return path.isEmpty()
        ? SCHEMA
        : SCHEMA.at(
            "/properties/"
                + path.replace("[]", "#").replace(".", "/properties/").replace("#", "/items"));
  }

  private static JsonNode json(DefinitionFile file) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return JSON.valueToTree(new Load(settings).loadFromString(file.text()));
  }

  private static JsonNode schema() {
    try {
      return JSON.readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
