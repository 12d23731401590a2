package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFormTest {
  @TempDir Path folder;

  @Test
  void metadataNeedsOnlyAName() {
    assertThat(least().definition(folder).metadata())
        .isEqualTo(new Metadata("clicks", Optional.empty(), Optional.empty()));
  }

  @Test
  void metadataHasEveryKey() {
    assertThat(good().definition(folder).metadata())
        .isEqualTo(
            new Metadata(
                "clicks", Optional.of("team-web"), Optional.of("Clickstream of the shop")));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFilesAreReportedAtTheirPlace(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        bad("empty", new DefinitionFile(""), "1:1: The file is empty"),
        bad("only a comment", new DefinitionFile("# later\n"), "1:1: The file is empty"),
        bad(
            "a text",
            new DefinitionFile("hello"),
            "1:1: Expected a mapping for the file, found the text hello"),
        bad(
            "a list",
            new DefinitionFile("- a\n"),
            "1:1: Expected a mapping for the file, found a list"),
        bad(
            "not YAML",
            least().with("kind: Dataset", "kind: [Dataset"),
            "3:9: Not valid YAML: while parsing a flow sequence, expected ',' or ']', but got :"),
        bad(
            "a tab",
            least().with("  name: clicks", "\tname: clicks"),
            "4:1: Not valid YAML: while scanning for the next token, found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for i..."),
        bad(
            "two documents",
            least().plus("---\nkind: Dataset\n"),
            "14:1: Not valid YAML: expected a single document in the stream, but found another document"),
        bad(
            "an unknown alias",
            least().with("name: clicks", "name: *clicks"),
            "4:9: Not valid YAML: found undefined alias clicks"),
        bad(
            "a file that contains itself",
            least().with("name: clicks", "&m name: {name: *m}"),
            "4:12: Expected a text for metadata.name, found a mapping"),
        bad(
            "another version",
            least().with("sluice/v1", "sluice/v2"),
            "1:13: Invalid value for apiVersion: sluice/v2 (did you mean sluice/v1?)"),
        bad(
            "another kind",
            least().with("kind: Dataset", "kind: Platform"),
            "2:7: Invalid value for kind: Platform (known: Dataset)"),
        bad(
            "no kind, no schema",
            new DefinitionFile(
                """
                apiVersion: sluice/v1
                metadata: {name: a}
                source: {kafka: {cluster: main, topics: [a]}}
                """),
            "1:1: Missing required key: kind",
            "1:1: Missing required key: schema"),
        bad(
            "an unknown key at the root",
            least().plus("sliver: {}\n"),
            "14:1: Unknown key: sliver (did you mean silver?)"),
        bad(
            "an unknown key inside",
            least().with("  name: clicks", "  name: clicks\n  team: web"),
            "5:3: Unknown key: metadata.team (known: description, name, owner)"),
        bad(
            "a key twice",
            least().with("  name: clicks", "  name: clicks\n  owner: a\n  owner: b"),
            "6:3: Duplicate key: metadata.owner (first at line 5)"),
        bad(
            "a key that is a number",
            least().with("  name: clicks", "  name: clicks\n  7: a"),
            "5:3: Expected a text for metadata.(key), found the number 7"),
        bad(
            "a merge key",
            least().with("  name: clicks", "  name: clicks\n  <<: {owner: a}"),
            "5:3: Unknown key: metadata.<< (known: description, name, owner)"),
        bad(
            "a name that is a number",
            least().with("name: clicks", "name: 2024"),
            "4:9: Expected a text for metadata.name, found the number 2024"),
        bad(
            "a name that is nothing",
            least().with("name: clicks", "name:"),
            "4:8: Expected a text for metadata.name, found nothing"),
        bad(
            "a name that is a boolean",
            least().with("name: clicks", "name: true"),
            "4:9: Expected a text for metadata.name, found the boolean true"),
        bad(
            "a name that is a list",
            least().with("name: clicks", "name: [clicks]"),
            "4:9: Expected a text for metadata.name, found a list"),
        bad(
            "a name of capitals",
            least().with("name: clicks", "name: Clicks"),
            "4:9: Invalid value for metadata.name: Clicks (lower-case letters, digits and _,"
                + " beginning with a letter, at most 64)"),
        bad(
            "a name that leaves its folder",
            least().with("name: clicks", "name: ../clicks"),
            "4:9: Invalid value for metadata.name: ../clicks (lower-case letters, digits and _,"
                + " beginning with a letter, at most 64)"),
        bad(
            "a name of 65 letters",
            least().with("name: clicks", "name: " + "a".repeat(65)),
            "4:9: Invalid value for metadata.name: "
                + "a".repeat(65)
                + " (lower-case letters, digits and _, beginning with a letter, at most 64)"),
        bad(
            "an empty owner",
            least().with("name: clicks", "name: clicks\n  owner: ''"),
            "5:10: Empty text: metadata.owner"),
        bad(
            "an owner that YAML 1.1 takes for a boolean",
            least().with("name: clicks", "name: clicks\n  owner: No"),
            "5:10: Ambiguous value for metadata.owner: No is a boolean to some readers of YAML and"
                + " a text to others (quote it: \"No\")"),
        bad(
            "control characters",
            least().with("name: clicks", "name: \"a\\e[31mb\\nc\""),
            "4:9: Invalid value for metadata.name: a?[31mb?c (lower-case letters, digits and _,"
                + " beginning with a letter, at most 64)"),
        bad(
            "retention and delivery",
            least().plus("bronze: {retention: 90 days}\ndeliver: []\n"),
            "14:1: not supported yet: bronze.retention",
            "15:1: not supported yet: deliver"));
  }

  @Test
  void aQuotedWordIsAText() {
    assertThat(least().with("name: clicks", "name: 'on'").definition(folder).name())
        .isEqualTo("on");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(new DefinitionFile("\uFEFF" + least().text()).problems(folder)).isEmpty();
  }

  @Test
  void aMissingFileIsAProblem() {
    Definitions.Loaded loaded =
        Definitions.load(List.of(folder.resolve("none.yaml")), DefinitionFile.platform());
    assertThat(loaded.datasets()).isEmpty();
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            folder.resolve("none.yaml") + ":1:1: Cannot read the file: it does not exist");
  }

  @Test
  void bytesThatAreNotUtf8AreAProblem() throws IOException {
    Path file = Files.write(folder.resolve("bad.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF});
    assertThat(
            DefinitionFile.shown(
                Definitions.load(List.of(file), DefinitionFile.platform()).problems()))
        .containsExactly("1:1: Cannot read the file: it is not UTF-8");
  }

  @Test
  void everythingIsReportedAtOnce() {
    DefinitionFile file =
        good()
            .with("name: clicks", "nam: clicks")
            .with("arrival: ingest", "arrival: brokers")
            .with("user_agent is null", "user_agnet is null")
            .with("length(page)", "length(paeg)")
            .with("within: 30 minutes", "within: soon")
            .with("price >= 0", "prise >= 0")
            .with("sum(price)", "sum(score)")
            .with("ttl: 2 hours", "ttl: 2 minutes");
    assertThat(file.problems(folder))
        .containsExactly(
            "4:3: Unknown key: metadata.nam (did you mean name?)",
            "4:3: Missing required key: metadata.name",
            "12:14: Invalid value for source.kafka.arrival: brokers (did you mean broker?)",
            "22:10: silver.where: unknown column \"user_agnet\" (did you mean user_agent?)",
            "25:7: silver.select[1]: unknown column \"paeg\" (did you mean page?)",
            "28:13: silver.rules[0].expr: unknown column \"prise\" (did you mean price?)",
            "35:13: Invalid value for silver.dedup.within: soon (write a number and a unit, such as 30 s, 10 minutes, 2 hours, 1 day)",
            "46:18: gold.aggregates[0].measures.revenue: sum over double is not exact: cast it to decimal(18,2) or bigint",
            "49:14: gold.aggregates[0].hot.ttl: 2 minutes is shorter than window + late.after (at least 11 minutes)");
  }
}
