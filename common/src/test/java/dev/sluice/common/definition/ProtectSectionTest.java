package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Protect;
import dev.sluice.common.definition.ProtectMethod.Drop;
import dev.sluice.common.definition.ProtectMethod.Hmac;
import dev.sluice.common.definition.ProtectMethod.Mask;
import dev.sluice.common.definition.ProtectMethod.Truncate;
import dev.sluice.common.definition.Protection.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtectSectionTest {
  private static final DefinitionFile PERSON =
      new DefinitionFile(least().text().replace("click.schema.json", "person.schema.json"));

  @TempDir Path folder;

  @Test
  void everyMethod() {
    assertThat(
            silver(
                    "{field: user_id, as: hmac}",
                    "{field: page, as: mask, keep: {first: 1, last: 2}}",
                    "{field: ip, as: truncate}",
                    "{field: country, as: truncate, length: 1}",
                    "{field: user_agent, as: drop}")
                .definition(folder)
                .silver()
                .protect())
        .containsExactly(
            new Protect("user_id", new Hmac()),
            new Protect("page", new Mask(1, 2)),
            new Protect("ip", new Truncate(0)),
            new Protect("country", new Truncate(1)),
            new Protect("user_agent", new Drop()));
  }

  @Test
  void silverHasTheProtectedColumnsAndRulesTheClearOnes() {
    AnalyzedDataset dataset =
        silver("{field: score, as: hmac}", "{field: tags, as: hmac}", "{field: ip, as: drop}")
            .plus("  rules: [{name: known, expr: \"score > 1 and ip like '1%'\", onFail: warn}]\n")
            .analyzed(folder);
    assertThat(dataset.silverSchema().apply("score").dataType()).isEqualTo(DataTypes.StringType);
    assertThat(dataset.silverSchema().apply("tags").dataType().simpleString())
        .isEqualTo("array<string>");
    assertThat(dataset.silverSchema().fieldNames()).doesNotContain("ip");
    assertThat(dataset.protection().clear().apply("score").dataType())
        .isEqualTo(DataTypes.DoubleType);
    assertThat(Arrays.asList(dataset.protection().clear().fieldNames())).contains("ip");
  }

  @Test
  void partsOfStructsAndOfTheElementsOfArrays() {
    AnalyzedDataset dataset =
        person("{field: customer.email, as: hmac}", "{field: items.owner.name, as: drop}");
    assertThat(dataset.silverSchema().apply("customer").dataType().simpleString())
        .isEqualTo("struct<email:string,age:bigint>");
    assertThat(dataset.silverSchema().apply("items").dataType().simpleString())
        .isEqualTo("array<struct<owner:struct<city:string>,price:double>>");
    assertThat(dataset.protection().inside("customer"))
        .containsExactly(new Field(List.of("email"), new Hmac()));
    assertThat(dataset.protection().refusedExtras()).containsExactly("customer", "items");
  }

  /** The id has another name than silver's column of it. */
  @Test
  void aProtectedEventIdIsProtectedAsEventIdToo() {
    AnalyzedDataset dataset = person("{field: id, as: hmac}");
    assertThat(dataset.protection().fields())
        .containsExactly(
            new Field(List.of("id"), new Hmac()), new Field(List.of("event_id"), new Hmac()));
    assertThat(dataset.silverSchema().apply("id").dataType()).isEqualTo(DataTypes.StringType);
  }

  @Test
  void aColumnMadeOfAProtectedFieldIsFineWhenItIsProtectedToo() {
    assertThat(
            silver("{field: user_id, as: hmac}", "{field: who, as: mask}")
                .plus("  select: [upper(user_id) as who]\n")
                .problems(folder))
        .isEmpty();
  }

  /** What stays out of silver need not be protected, but what is made of it must be. */
  @Test
  void aFieldThatSilverDoesNotSelectCanBeDropped() {
    DefinitionFile file =
        silver("{field: user_id, as: drop}")
            .plus("  only: true\n  select: [lower(page) as page]\n");
    assertThat(file.problems(folder)).isEmpty();
    assertThat(file.with("lower(page)", "lower(user_id)").problems(folder))
        .containsExactly(
            "18:12: page is made of user_id, which silver.protect protects"
                + " (protect page too, or leave it out)");
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValues(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badValues() {
    String at = "silver.protect[0].";
    return Stream.of(
        bad(
            "unknown field",
            silver("{field: user, as: hmac}"),
            "16:15: Unknown field: silver.protect[0].field: user"
                + " (known: _extra, country, event_id, ip, occurred_at, page, price, score, seen_at,"
                + " tags, user_agent, user_id)"),
        bad(
            "a column that is ours",
            silver("{field: arrived_at, as: drop}"),
            "16:15: Unknown field: silver.protect[0].field: arrived_at"
                + " (known: _extra, country, event_id, ip, occurred_at, page, price, score, seen_at,"
                + " tags, user_agent, user_id)"),
        bad(
            "unknown part",
            silver("{field: user_id.name, as: hmac}"),
            "16:15: " + at + "field: there is no such field"),
        bad(
            "unknown method",
            silver("{field: user_id, as: encrypt}"),
            "16:28: Invalid value for silver.protect[0].as: encrypt"
                + " (known: drop, hmac, mask, truncate)"),
        bad(
            "a key, which is the platform's",
            silver("{field: user_id, as: hmac, key: abc}"),
            "16:34: Unknown key: silver.protect[0].key (known: as, field, keep, length)"),
        bad(
            "twice",
            silver("{field: user_id, as: hmac}", "{field: user_id, as: drop}"),
            "17:7: Protected twice: user_id",
            "17:15: Protected twice: silver.protect[1].field: user_id"),
        bad(
            "keep of hmac",
            silver("{field: user_id, as: hmac, keep: {last: 1}}"),
            "16:40: silver.protect[0].keep goes with as: mask only"),
        bad(
            "the event time",
            silver("{field: occurred_at, as: drop}"),
            "16:15: Cannot protect occurred_at: it is the event time, which silver has as event_time"
                + " (windows and lateness need it)"),
        bad(
            "the event id, so that events look the same",
            silver("{field: event_id, as: mask}"),
            "16:15: Cannot protect event_id so: it is the event id, by which events are told apart"
                + " (as: hmac keeps them apart)"),
        bad(
            "a key of deduplication",
            silver("{field: page, as: truncate, length: 2}")
                .plus("  dedup: {key: [page], within: 1 minute}\n"),
            "17:17: silver.dedup.key[0]: page is protected so that different events look the same"
                + " (as: hmac keeps them apart)"),
        bad(
            "mask of a number",
            silver("{field: price, as: mask}"),
            "16:15: " + at + "field: mask takes text, and this is decimal(18,2)"),
        bad(
            "truncate of a number",
            silver("{field: score, as: truncate}"),
            "16:15: "
                + at
                + "field: truncate takes an address, a text, a date or a timestamp,"
                + " and this is double"),
        bad(
            "length of a time",
            silver("{field: seen_at, as: truncate, length: 3}"),
            "16:15: " + at + "field: length is of text, and this is timestamp"),
        bad(
            "extra fields in another form",
            silver("{field: _extra, as: hmac}"),
            "16:15: Cannot protect _extra so: it holds fields of any kind (as: drop)"),
        bad(
            "a column made of a protected field",
            silver("{field: user_id, as: hmac}").plus("  select: [page || user_id as visit]\n"),
            "17:12: visit is made of user_id, which silver.protect protects"
                + " (protect visit too, or leave it out)"),
        bad(
            "a column made of extra fields that are dropped",
            silver("{field: _extra, as: drop}")
                .plus("  select: [\"get_json_object(_extra, '$.phone') as phone\"]\n"),
            "17:12: phone is made of _extra, which silver.protect protects"
                + " (protect phone too, or leave it out)"),
        bad(
            "a field that silver does not have",
            silver("{field: user_id, as: hmac}").plus("  only: true\n  select: [page]\n"),
            "16:15: Nothing to protect: silver has no column user_id"
                + " (as: drop keeps it, and all that is made of it, out of silver)"),
        bad(
            "gold asks for what is dropped",
            silver("{field: country, as: drop}")
                .plus(
                    """
                    gold:
                      aggregates:
                        - name: visits
                          window: {tumbling: 1 minute}
                          groupBy: [country]
                          measures: {visits: "count(*)"}
                    """),
            "21:17: Unknown column of silver: gold.aggregates[0].groupBy[0]: country"
                + " (known: _cluster, _extra, _offset, _partition, _topic, arrived_at, event_date,"
                + " event_id, event_time, ip, late, occurred_at, page, price, score, seen_at, tags,"
                + " user_agent, user_id, warnings)"));
  }

  @Test
  void partsThatAreReadLeakAndOthersDoNot() {
    String select = "  select: [customer.age as age, items.price as prices]\n";
    assertThat(personProblems(select, "{field: customer.email, as: hmac}")).isEmpty();
    assertThat(personProblems(select, "{field: customer, as: drop}"))
        .containsExactly(
            "17:12: age is made of customer, which silver.protect protects"
                + " (protect age too, or leave it out)");
    assertThat(
            personProblems(
                "  select: [items.owner as owners]\n", "{field: items.owner.name, as: hmac}"))
        .containsExactly(
            "17:12: owners is made of items.owner.name, which silver.protect protects"
                + " (protect owners too, or leave it out)");
    assertThat(
            personProblems(
                "  select: [struct(customer.age as age) as customer]\n",
                "{field: customer.email, as: hmac}"))
        .containsExactly(
            "16:15: Cannot protect a part of customer: silver.select makes it"
                + " (protect all of it)");
    assertThat(personProblems("", "{field: customer, as: hmac}"))
        .containsExactly(
            "16:15: silver.protect[0].field: hmac takes single values,"
                + " and this is struct<email:string,age:bigint>: name a field in it");
    assertThat(
            personProblems(
                "", "{field: customer.email, as: drop}", "{field: customer.age, as: drop}"))
        .containsExactly(
            "17:15: silver.protect[1].field: nothing is left of customer (drop all of it)");
  }

  @Test
  void withoutAKeyNothingIsSigned() {
    Path file = silver("{field: user_id, as: hmac}").in(folder, "dataset.yaml");
    assertThat(
            DefinitionFile.shown(
                Definitions.load(List.of(file), DefinitionFile.platform().withHmacKeys(List.of()))
                    .problems()))
        .containsExactly(
            "16:28: No key to sign with: silver.protect[0].as: hmac"
                + " (the platform file names keys in protection.hmac)");
  }

  private static DefinitionFile silver(String... protect) {
    return protecting(least(), protect);
  }

  private static DefinitionFile protecting(DefinitionFile file, String... protect) {
    return file.plus("silver:\n  protect:\n    - " + String.join("\n    - ", protect) + "\n");
  }

  private AnalyzedDataset person(String... protect) {
    return inPersonFolder(protecting(PERSON, protect)).analyzed(folder);
  }

  private List<String> personProblems(String more, String... protect) {
    return inPersonFolder(protecting(PERSON, protect).plus(more)).problems(folder);
  }

  private DefinitionFile inPersonFolder(DefinitionFile file) {
    DefinitionFile.write(
        folder.resolve("person.schema.json"),
        """
        {"type": "object", "required": ["id", "occurred_at"],
         "properties": {
           "id": {"type": "integer"},
           "occurred_at": {"type": "integer"},
           "customer": {"type": "object", "properties": {
             "email": {"type": "string"}, "age": {"type": "integer"}}},
           "items": {"type": "array", "items": {"type": "object", "properties": {
             "owner": {"type": "object", "properties": {
               "name": {"type": "string"}, "city": {"type": "string"}}},
             "price": {"type": "number"}}}}}}
        """);
    return file.with("eventId: event_id", "eventId: id");
  }
}
