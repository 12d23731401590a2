package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.common.definition.DatasetTest.Expected;
import dev.sluice.common.definition.DatasetTest.Given;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TestsSectionTest {
  @TempDir Path folder;

  @Test
  void aDatasetNeedsNoTests() {
    assertThat(least().definition(folder).tests()).isEmpty();
  }

  @Test
  void testsHaveEveryKey() {
    DefinitionFile file =
        good()
            .plus(
                """
                tests:
                  - name: all
                    given:
                      - {event_id: a, price: 5.00, page: null, arrives: "10:00"}
                      - {advance: 31 minutes}
                      - {raw: "{"}
                      - {raw: null, arrives: "2026-03-01T10:00:00Z"}
                    expect: {silver: [{event_id: a}], duplicates: 0, sales_by_country_1m: []}
                """);

    assertThat(file.definition(folder).tests())
        .containsExactly(
            new DatasetTest(
                "all",
                Map.of(),
                List.of(
                    new Given.Event(
                        Map.of(
                            "event_id",
                            TextNode.valueOf("a"),
                            "price",
                            DecimalNode.valueOf(new BigDecimal("5.00")),
                            "page",
                            NullNode.getInstance()),
                        Optional.of("10:00")),
                    new Given.Advance(Duration.ofMinutes(31)),
                    new Given.Raw(Optional.of("{"), Optional.empty()),
                    new Given.Raw(Optional.empty(), Optional.of("2026-03-01T10:00:00Z"))),
                Map.of(
                    "silver",
                    new Expected.Rows(List.of(Map.of("event_id", TextNode.valueOf("a")))),
                    "duplicates",
                    new Expected.Count(0),
                    "sales_by_country_1m",
                    new Expected.Rows(List.of()))));
  }

  @Test
  void rowsOfReferenceTablesOfTheLakeAreGiven() {
    DefinitionFile file =
        least()
            .plus(
                "silver: {enrich: [{table: r/c, on: country = code, take: [region]}, {table: a.csv,"
                    + " on: page = p, take: [b]}]}\n");
    String test = "tests: [{name: a, %sgiven: [{page: /}], expect: {silver: 0}}]\n";

    assertThat(
            file.plus(test.formatted("references: {r/c: [{code: DE, region: Europe}]}, "))
                .definition(folder)
                .tests()
                .get(0)
                .references())
        .containsOnlyKeys("r/c");
    assertThat(file.plus(test.formatted("")).problems(folder))
        .containsExactly(
            "15:9: No rows of reference table r/c: tests[0] (references: {r/c: [...]})");
    assertThat(
            file.plus(test.formatted("references: {r/c: [{cod: DE}], a.csv: []}, "))
                .problems(folder))
        .containsExactly(
            "15:39: Unknown column: tests[0].references.r/c[0].cod (did you mean code?)",
            "15:50: Not a reference table of the lake: a.csv (a file is read as it is)");
  }

  @Test
  void aClockTimeIsOfTheDayInUtc() {
    LocalDate day = LocalDate.of(2026, 3, 1);
    assertThat(TestTime.at("10:00", day)).contains(Instant.parse("2026-03-01T10:00:00Z"));
    assertThat(TestTime.at("10:00:00.5", day)).contains(Instant.parse("2026-03-01T10:00:00.5Z"));
    assertThat(TestTime.at("2025-01-01T01:00:00+01:00", day))
        .contains(Instant.parse("2025-01-01T00:00:00Z"));
    assertThat(TestTime.at("24:00", day)).isEmpty();
    assertThat(TestTime.isClock("10:60")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("badTests")
  void badTestsAreReportedAtTheirPlace(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badTests() {
    return Stream.of(
        bad(
            "none",
            least().plus("tests: []\n"),
            "14:8: Empty list: tests (name at least one, or leave the key out)"),
        bad(
            "a key",
            tests("{name: a, given: [{page: /}], expects: {silver: 1}}"),
            "15:5: Missing required key: tests[0].expect",
            "15:35: Unknown key: tests[0].expects (did you mean expect?)"),
        bad(
            "twice",
            least()
                .plus(
                    """
                    tests:
                      - {name: a, given: [{page: /}], expect: {silver: 1}}
                      - {name: a, given: [{page: /}], expect: {silver: 1}}
                    """),
            "16:12: Named twice: a"),
        bad(
            "an expectation",
            tests("{name: a, given: [{page: /}], expect: {sliver: 1}}"),
            "15:44: Unknown key: tests[0].expect.sliver (did you mean silver?)"),
        bad(
            "columns",
            tests(
                "{name: a, given: [{page: /}], expect: {silver: [{pge: /}], quarantine: [{rul: a}]}}"),
            "15:54: Unknown column: tests[0].expect.silver[0].pge (did you mean page?)",
            "15:78: Unknown column: tests[0].expect.quarantine[0].rul (did you mean rule?)"),
        bad(
            "a reason",
            tests("{name: a, given: [{page: /}], expect: {quarantine: [{reason: MALFORM}]}}"),
            "15:66: Unknown reason: MALFORM (did you mean MALFORMED?)"),
        bad(
            "numbers of rows",
            tests("{name: a, given: [{page: /}], expect: {late: [], silver: -1, filtered: {}}}"),
            "15:50: Expected a number of rows for tests[0].expect.late, found a list",
            "15:62: Expected a number of rows for tests[0].expect.silver, found the number -1",
            "15:76: Expected a number of rows for tests[0].expect.filtered, found a mapping"),
        bad(
            "nothing expected",
            tests("{name: a, given: [{page: /}], expect: {}}"),
            "15:43: Nothing expected: tests[0].expect (such as {silver: 1})"),
        bad(
            "nothing given",
            tests("{name: a, given: [{advance: 1 s}], expect: {silver: 0}}"),
            "15:22: Nothing arrives: tests[0].given"),
        bad(
            "times",
            tests(
                "{name: a, given: [{page: /, arrives: soon}, {advance: later}], expect: {silver: 0}}"),
            "15:42: Invalid value for tests[0].given[0].arrives: soon (" + TestTime.HINT + ")",
            "15:59: Invalid value for tests[0].given[1].advance: later (" + Durations.HINT + ")"),
        bad(
            "what JSON does not have",
            tests(
                "{name: a, given: [{page: .nan, price: 0x10, country: no}], expect: {silver: 0}}"),
            "15:30: Invalid value for tests[0].given[0].page: .nan (JSON has no such value; write a"
                + " number in digits, or the event as raw)",
            "15:43: Invalid value for tests[0].given[0].price: 0x10 (JSON has no such value; write a"
                + " number in digits, or the event as raw)",
            "15:58: Ambiguous value for tests[0].given[0].country: no is a boolean to some readers of"
                + " YAML and a text to others (quote it: \"no\")"),
        bad(
            "raw",
            tests("{name: a, given: [{raw: 5, page: /}], expect: {silver: 0}}"),
            "15:29: Expected a text, or null for a record without a value, for"
                + " tests[0].given[0].raw, found the number 5",
            "15:32: Unknown key: tests[0].given[0].page (known: arrives, raw)"),
        bad(
            "Avro",
            least()
                .with("format: json", "format: avro")
                .with("click.schema.json", "click.avsc")
                .plus("  wire: bare\n")
                .plus("tests: [{name: a, given: [{page: /}], expect: {silver: 1}}]\n"),
            "15:1: not supported yet: tests of events that are not JSON (leave tests out)"));
  }

  private static DefinitionFile tests(String test) {
    return least().plus("tests:\n  - " + test + "\n");
  }
}
