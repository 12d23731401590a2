package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Enrich;
import dev.sluice.common.definition.DatasetDefinition.JoinKey;
import dev.sluice.common.definition.DatasetDefinition.OnMiss;
import dev.sluice.common.definition.DatasetDefinition.Take;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnrichSectionTest {
  @TempDir Path folder;

  @Test
  void defaultsAndEveryKeySet() {
    assertThat(
            enrich(
                    "{table: reference/countries, on: country = code, take: [region]}",
                    "{table: p.csv, on: 'page = `the page` AND region=area', take: [a as b], types:"
                        + " {a: int}, refresh: 1 hour, onMiss: quarantine}")
                .definition(folder)
                .silver()
                .enrich())
        .containsExactly(
            new Enrich(
                "reference/countries",
                List.of(new JoinKey("country", "code")),
                List.of(new Take("region", "region")),
                Map.of(),
                Duration.ofMinutes(10),
                OnMiss.KEEP),
            new Enrich(
                "p.csv",
                List.of(new JoinKey("page", "the page"), new JoinKey("region", "area")),
                List.of(new Take("a", "b")),
                Map.of("a", "int"),
                Duration.ofHours(1),
                OnMiss.QUARANTINE));
  }

  @Test
  void silverHasTheColumnsBehindItsOwnAndEverythingAfterMayUseThem() {
    AnalyzedDataset dataset =
        enrich(
                "{table: c, on: price = price, take: [region, opened as since], types: {opened:"
                    + " date}}",
                "{table: r, on: region = name, take: [size], types: {size: int}}")
            .plus("  select: [\"cast(price as decimal(5,2)) as price\"]\n")
            .plus(
                "  rules: [{name: big, expr: \"size > 1 and since is not null\", onFail: warn}]\n")
            .plus("gold: {aggregates: [{name: g, window: {tumbling: 1 minute}, groupBy: [region],")
            .plus(" measures: {all: sum(size)}}]}\n")
            .analyzed(folder);
    assertThat(dataset.silverSchema().fieldNames())
        .containsSubsequence("tags", "region", "since", "size", "_extra");
    assertThat(dataset.silverSchema().apply("since").dataType()).isEqualTo(DataTypes.DateType);
    assertThat(dataset.silverSchema().apply("size").dataType()).isEqualTo(DataTypes.LongType);
    assertThat(dataset.enrichments().get(0).read().simpleString())
        .isEqualTo("struct<price:decimal(5,2),region:string,opened:date>");
  }

  @Test
  void whatIsLookedUpByAProtectedValueIsProtectedToo() {
    AnalyzedDataset dataset =
        enrich("{table: c, on: user_id = id, take: [email]}")
            .plus("  protect: [{field: user_id, as: hmac}, {field: email, as: mask}]\n")
            .analyzed(folder);
    assertThat(dataset.protection().inside("email")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void everyBadValue(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).containsExactlyElementsOf(problems);
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        bad(
            "nothing",
            least().plus("silver: {enrich: []}\n"),
            "14:18: Empty list: silver.enrich" + " (name at least one, or leave the key out)"),
        bad(
            "keys",
            enrich("{tabel: c}"),
            "16:7: Missing required key: silver.enrich[0].table",
            "16:7: Missing required key: silver.enrich[0].on",
            "16:7: Missing required key: silver.enrich[0].take",
            "16:8: Unknown key: silver.enrich[0].tabel (did you mean table?)"),
        bad(
            "on and take are no columns",
            enrich("{table: c, on: country, take: [lower(a)]}"),
            "16:22: Invalid value for silver.enrich[0].on: country (write: column of silver ="
                + " column of the table, several joined by and)",
            "16:38: Invalid value for silver.enrich[0].take[0]: lower(a) (write: column, or column"
                + " as name)"),
        bad(
            "an unknown column",
            enrich("{table: c, on: countri = code, take: [region]}"),
            "16:22: Unknown column of silver: silver.enrich[0].on: countri (did you mean"
                + " country?)"),
        bad(
            "a list for a key",
            enrich("{table: c, on: tags = code, take: [region]}"),
            "16:22: Wrong type: silver.enrich[0].on: tags is array<string> (rows cannot be told"
                + " apart by it)"),
        bad(
            "two types",
            enrich("{table: c, on: country = code, take: [region], types: {code: bigint}}"),
            "16:22: Two types in one equation: country is string, code is bigint (cast it in"
                + " silver.select, or declare the same type in types)"),
        bad(
            "types",
            enrich("{table: c, on: country = code, take: [a], types: {a: array<int>, b: date}}"),
            "16:60: Invalid value for silver.enrich[0].types.a: array<int> (string, boolean, date,"
                + " timestamp, bigint, double or decimal(p,s))",
            "16:75: Neither in on nor in take: b (leave it out)"),
        bad(
            "a type for nothing",
            enrich("{table: c, on: country = code, take: [a], types: {b: date}}"),
            "16:60: Neither in on nor in take: b (leave it out)"),
        bad(
            "names",
            enrich("{table: c, on: country = code, take: [PAGE, late, a as x, b as x]}"),
            "16:45: Two columns with one name: page, PAGE (take it under another name: column as"
                + " name)",
            "16:51: Name is ours: silver's late (take it under another name: column as name)",
            "16:65: Two columns with one name: x, x (take it under another name: column as name)"),
        bad(
            "a key of deduplication",
            enrich("{table: c, on: country = code, take: [region]}")
                .plus("  dedup: {key: [region], within: 1 hour}\n"),
            "17:17: silver.dedup.key[0]: region comes from a reference table, which may change"
                + " (events are told apart by what they say themselves)"),
        bad(
            "what is broken is told once",
            enrich("{table: c, on: pages = code, take: [region]}")
                .plus("  rules: [{name: r, expr: \"region = 'a'\", onFail: warn}]\n"),
            "16:22: Unknown column of silver: silver.enrich[0].on: pages (did you mean"
                + " page?)"),
        bad(
            "looked up by a protected value",
            enrich("{table: c, on: user_id = id, take: [email]}")
                .plus("  protect: [{field: user_id, as: hmac}]\n"),
            "16:7: email is looked up by user_id, which silver.protect protects (protect email too,"
                + " or leave it out)"));
  }

  private static DefinitionFile enrich(String... items) {
    StringBuilder list = new StringBuilder("silver:\n  enrich:\n");
    Stream.of(items).forEach(item -> list.append("    - ").append(item).append('\n'));
    return least().plus(list.toString());
  }
}
