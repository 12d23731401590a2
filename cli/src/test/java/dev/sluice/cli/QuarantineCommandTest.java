package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.TestLake.Refused;
import dev.sluice.cli.query.LakeQuery;
import dev.sluice.cli.query.Quarantine;
import dev.sluice.cli.query.QuarantinedRow;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.Reason;
import dev.sluice.common.table.RowCoordinates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineCommandTest {
  private static final byte[] HOSTILE =
      "\u001b[2Jred\r\nb\u0000\u0007\u009b31m \u00c3( ${jndi:x}".getBytes(ISO_8859_1);
  private static final byte[] WIRE = "\u0000\u0000\u0000\u0001\u0002avro".getBytes(UTF_8);
  private static final byte[] LONG = "x".repeat(2_000).getBytes(UTF_8);

  /** What a terminal would obey. */
  private static final String OBEYED = "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]";

  private static final String AVRO =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: clicks}
      source: {kafka: {cluster: eu, topics: [clicks]}}
      schema: {format: avro, file: click.avsc, eventId: id, eventTime: {field: at, unit: millis}}
      """;
  private static final String PROTECTED =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: visits}
      source: {kafka: {cluster: eu, topics: [visits]}}
      schema: {format: json, file: v.json, eventId: id, eventTime: {field: at, unit: millis}}
      silver:
        protect:
          - {field: email, as: drop}
      """;

  @TempDir static Path home;
  private TestConsole console;

  @BeforeAll
  static void writeLake() throws IOException {
    Path lake = home.resolve(".sluice/lake");
    TestLake clicks = new TestLake(lake);
    clicks.bronze(1, "{}".getBytes(UTF_8), HOSTILE, WIRE, LONG, null);
    clicks.quarantine(1, 1, new Refused(0, Reason.MALFORMED, null, "an older verdict"));
    clicks.quarantine(
        2,
        1,
        new Refused(1, Reason.BAD_ENCODING, null, "at \u001b[31m"),
        new Refused(2, Reason.SCHEMA_UNKNOWN, null, "schema id 258"),
        new Refused(3, Reason.MALFORMED, null, "x"),
        new Refused(4, Reason.TOMBSTONE, null, null));
    clicks.quarantine(2, 5, new Refused(50, Reason.RULE_FAILED, "price_sane,it's", null));
    clicks.inForce(2);
    define("clicks", 2, AVRO);
    TestLake visits = new TestLake(lake, "visits");
    visits.bronze(3, "ada@lovelace.example".getBytes(UTF_8));
    visits.quarantine(1, 3, new Refused(0, Reason.MALFORMED, null, "no document"));
  }

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void rowsOfTheGenerationInForceComeNewestFirst() {
    assertThat(console.run("quarantine", "ls", "clicks")).as(console.error()).isZero();

    assertThat(console.out().lines().map(line -> line.replaceAll(" {2,}", "|").strip()))
        .startsWith("dataset|coordinates|arrived_at|state|reason|rule|detail")
        .containsSubsequence(
            "clicks|shop.clicks/0/50|2026-03-01T12:05:00Z|open|RULE_FAILED|price_sane,it's|null",
            "clicks|shop.clicks/0/1|2026-03-01T12:01:00Z|open|BAD_ENCODING|null|at \\u001B[31m",
            "5 rows");
    assertThat(console.out()).doesNotContain("an older verdict").doesNotContainPattern(OBEYED);
  }

  @Test
  void withoutADatasetAllOfThemAreListed() throws IOException {
    JsonNode rows = json("ls");

    assertThat(rows.findValuesAsText("dataset"))
        .containsExactly("clicks", "visits", "clicks", "clicks", "clicks", "clicks");
    assertThat(rows.get(0).get("topic").asText()).isEqualTo("shop.clicks");
    assertThat(rows.get(0).get("offset").asLong()).isEqualTo(50);
  }

  @Test
  void filtersNarrowTheList() throws IOException {
    assertThat(offsets("--reason", "malformed", "--reason", "TOMBSTONE")).containsExactly(4, 3);
    assertThat(offsets("--rule", "price_sane")).containsExactly(50);
    assertThat(offsets("--rule", "it's", "--reason", "RULE_FAILED")).containsExactly(50);
    assertThat(offsets("--rule", "price")).isEmpty();
    assertThat(offsets("--rule", "') or true --")).isEmpty();
    assertThat(offsets("--since", "2026-03-01T13:02:00+01:00")).containsExactly(50);
    assertThat(offsets("--until", "2026-03-01T12:05:00Z")).containsExactly(4, 3, 2, 1);
    assertThat(offsets("--since", "2 hours")).isEmpty();
    assertThat(offsets("--since", "2026-03-01", "--limit", "1")).containsExactly(50);
  }

  @Test
  void aTableThatIsCutSaysSo() {
    assertThat(console.run("quarantine", "ls", "--limit", "2")).isZero();

    assertThat(console.out()).endsWith("2 rows\n");
    assertThat(console.error()).contains("there are more rows");
  }

  @Test
  void countsAreByDatasetReasonAndRuleWithTheirShareOfBronze() {
    assertThat(console.run("quarantine", "stats", "clicks", "--csv")).isZero();

    String first = "2026-03-01T12:01:00Z,2026-03-01T12:01:00Z,0.200000\n";
    assertThat(console.out())
        .isEqualTo(
            "dataset,reason,rule,quarantined,waiting,replayed,discarded,first_arrived_at,"
                + "last_arrived_at,share\n"
                + "clicks,BAD_ENCODING,,1,1,0,0,"
                + first
                + "clicks,MALFORMED,,1,1,0,0,"
                + first
                + "clicks,RULE_FAILED,\"price_sane,it's\",1,1,0,0,"
                + "2026-03-01T12:05:00Z,2026-03-01T12:05:00Z,0.200000\n"
                + "clicks,SCHEMA_UNKNOWN,,1,1,0,0,"
                + first
                + "clicks,TOMBSTONE,,1,1,0,0,"
                + first);
  }

  @Test
  void countsOfAllDatasetsStandTogether() throws IOException {
    assertThat(json("stats").findValuesAsText("dataset")).hasSize(6).endsWith("visits");
  }

  @Test
  void hostileBytesAreShownAndNeverReachTheTerminal() {
    assertThat(show("clicks", "shop.clicks/0/1")).isZero();

    assertThat(console.out())
        .contains(
            "shop.clicks/0/1 of clicks\n",
            "arrived: 2026-03-01T12:01:00Z\n",
            "state: open\n",
            "reason: BAD_ENCODING\n",
            "detail: at \\u001B[31m\n",
            "key: 3 bytes\n",
            "header trace: 2 bytes\n  00000000  ff 78 ",
            "  text: \\xFFx\n",
            "  00000000  1b 5b 32 4a 72 65 64 0d  0a 62 00 07 9b 33 31 6d  |.[2Jred..b...31m|\n",
            "  text: \\u001B[2Jred\\r\\nb\\u0000\\u0007\\x9B31m \\xC3( ${jndi:x}\n")
        .doesNotContain("schema id")
        .doesNotContainPattern(OBEYED);
    assertThat(console.error()).isEmpty();
  }

  @Test
  void theSchemaIdOfTheWireFormatIsNamed() {
    assertThat(show("clicks", "shop.clicks/0/2")).isZero();

    assertThat(console.out()).contains("schema id: 258\n", "value: 9 bytes\n");
  }

  @Test
  void longBytesAreCutUnlessAllOfThemAreAskedFor() {
    assertThat(show("clicks", "shop.clicks/0/3")).isZero();
    assertThat(console.out())
        .contains("value: 2000 bytes, the first 512 are shown (--full shows all)", "  000001f0 ")
        .doesNotContain("  00000200 ");

    TestConsole second = TestConsole.piped(home);
    assertThat(second.run("quarantine", "show", "clicks", "shop.clicks/0/3", "--full")).isZero();
    assertThat(second.out()).contains("value: 2000 bytes\n", "  000007c0 ");
  }

  @Test
  void noMoreBytesThanAreShownLeaveSpark() {
    LakeCatalog catalog = LakeCatalog.find(new Lake(home.resolve(".sluice/lake").toString()));
    QuarantinedRow row =
        new Quarantine(catalog, new LakeQuery(catalog, home.resolve("scratch")))
            .records(
                catalog.table("quarantine.clicks"),
                QuarantineFilter.at(new RowCoordinates("shop.clicks", 0, 3)),
                1,
                new QuarantinedRow.Extent(4, 0))
            .get(0);

    QuarantinedRow.Bytes bytes = row.record().orElseThrow();
    assertThat(bytes.value().first()).asString(UTF_8).isEqualTo("xxxx");
    assertThat(bytes.value().length()).isEqualTo(2_000);
    assertThat(bytes.key().first()).asString(UTF_8).isEqualTo("key");
    assertThat(bytes.headers()).isEmpty();
    assertThat(bytes.headerCount()).isOne();
  }

  @Test
  void programsGetBytesAsBase64() throws IOException {
    JsonNode row = json("show", "clicks", "shop.clicks/0/1").get(0);

    assertThat(row.get("value").binaryValue()).isEqualTo(HOSTILE);
    assertThat(row.get("key").binaryValue()).isEqualTo("key".getBytes(UTF_8));
    assertThat(row.get("headers").toString()).isEqualTo("[{\"key\":\"trace\",\"value\":\"/3g=\"}]");
    assertThat(row.get("schema_id").isNull()).isTrue();
    assertThat(json("show", "clicks", "shop.clicks/0/2").get(0).get("schema_id").asInt())
        .isEqualTo(258);
  }

  @Test
  void theNewestRowsAreShownWithoutCoordinates() throws IOException {
    JsonNode newest = json("show", "clicks").get(0);

    assertThat(newest.get("offset").asLong()).isEqualTo(50);
    assertThat(newest.get("in_bronze").asBoolean()).isFalse();
    assertThat(json("show", "clicks", "--limit", "2", "--until", "2026-03-01T12:02:00Z"))
        .extracting(row -> row.get("offset").asInt(), row -> row.get("value").isNull())
        .containsExactly(Tuple.tuple(4, true), Tuple.tuple(3, false));
    assertThat(show("clicks")).isZero();
    assertThat(console.out()).contains("rule: price_sane,it's\n", "bronze has them no more\n");
  }

  @Test
  void whatSilverProtectsIsShownAfterAYesOnly() throws IOException {
    define("visits", 1, PROTECTED);

    assertThat(unanswered("quarantine", "show", "visits")).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.error())
        .contains("showing unprotected bytes of visits, whose silver protects fields", "SL-4015");

    TestConsole second = TestConsole.piped(home);
    assertThat(second.run("quarantine", "show", "visits", "--yes")).isZero();
    assertThat(second.out()).contains("text: ada@lovelace.example\n");
    assertThat(second.error())
        .isEqualTo("unprotected: these are the bytes of visits as they came\n");
  }

  @Test
  void aDefinitionThatIsNotUnderstoodMightProtectSomething() throws IOException {
    define("visits", 1, PROTECTED.replace("protect:", "hide:"));

    assertThat(unanswered("quarantine", "show", "visits")).isEqualTo(2);

    assertThat(console.error()).contains("the lake has no definition of it");
  }

  @Test
  void aDatasetWithoutADefinitionMightProtectSomething() throws IOException {
    Files.deleteIfExists(definition("visits", 1));

    assertThat(unanswered("quarantine", "show", "visits", "--json")).isEqualTo(2);

    assertThat(console.out()).isEmpty();
    assertThat(console.error()).contains("the lake has no definition of it");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(show("clicks", "shop.clicks/0/0")).isEqualTo(1);
    assertThat(console.error())
        .contains("Cannot show shop.clicks/0/0: it is not in quarantine of clicks", "SL-4030");

    assertThat(console.run("quarantine", "ls", "klicks")).isEqualTo(1);
    assertThat(console.error())
        .contains("Unknown table: quarantine.klicks (there are: quarantine.clicks, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show clicks 0/1",
        "show clicks shop.clicks/0/x'",
        "show clicks shop.clicks/0/1 --reason MALFORMED",
        "show clicks --limit 0",
        "show",
        "ls --reason BROKEN",
        "ls --since yesterday",
        "ls --limit 0",
        "ls --state lost",
        "replay",
        "replay clicks shop.clicks/0/1 --rule x",
        "discard clicks shop.clicks",
        ""
      })
  void whatCannotBeMeantIsAUsageError(String words) {
    assertThat(console.run(("quarantine " + words).strip().split(" "))).isEqualTo(2);

    assertThat(console.out()).isEmpty();
    assertThat(console.error()).doesNotContain("\tat ");
  }

  @Test
  void whatIsDiscardedWaitsNoMore(@TempDir Path other) {
    TestLake tables = new TestLake(other.resolve(".sluice/lake"));
    tables.bronze(3, "{".getBytes(UTF_8), "[".getBytes(UTF_8));
    tables.silver(1, 3, "1.00");
    tables.quarantine(
        1,
        3,
        new Refused(0, Reason.MALFORMED, null, "no document"),
        new Refused(1, Reason.MALFORMED, null, "no document"));
    console = TestConsole.piped(other);

    assertThat(unanswered("quarantine", "discard", "clicks", "--reason", "MALFORMED")).isEqualTo(2);
    assertThat(console.error())
        .contains("discarding refused rows of clicks for good: reason MALFORMED", "SL-4015");
    assertThat(console.run("quarantine", "discard", "clicks", "shop.clicks/0/0", "--yes")).isZero();
    assertThat(console.run("quarantine", "ls", "clicks", "--csv")).isZero();
    assertThat(console.run("quarantine", "stats", "clicks", "--csv")).isZero();
    assertThat(console.run("quarantine", "show", "clicks", "shop.clicks/0/0", "--yes")).isZero();
    assertThat(console.out())
        .contains("clicks: 1 rows discarded\n", "shop.clicks,0,1,", "MALFORMED,,2,1,0,1,")
        .contains("state: discarded\n")
        .doesNotContain("shop.clicks,0,0,");
    assertThat(console.run("quarantine", "ls", "clicks", "--state", "discarded", "--csv")).isZero();
    assertThat(console.out()).contains("shop.clicks,0,0,");

    assertThat(console.run("quarantine", "replay", "clicks")).isEqualTo(2);
    assertThat(console.error()).as("a lake without a definition").contains("SL-2007");
  }

  private int show(String... words) {
    List<String> all = new ArrayList<>(List.of("quarantine", "show"));
    all.addAll(List.of(words));
    return console.run(all.toArray(String[]::new));
  }

  private int unanswered(String... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    try {
      return console.run(words);
    } finally {
      System.setIn(before);
    }
  }

  private static List<Integer> offsets(String... filter) throws IOException {
    List<String> all = new ArrayList<>(List.of("ls", "clicks"));
    all.addAll(List.of(filter));
    List<Integer> offsets = new ArrayList<>();
    json(all.toArray(String[]::new)).forEach(row -> offsets.add(row.get("offset").asInt()));
    return offsets;
  }

  private static JsonNode json(String... words) throws IOException {
    TestConsole own = TestConsole.piped(home);
    List<String> all = new ArrayList<>(List.of("quarantine"));
    all.addAll(List.of(words));
    all.add("--json");
    assertThat(own.run(all.toArray(String[]::new))).as(own.error()).isZero();
    return new ObjectMapper().readTree(own.out());
  }

  private static Path definition(String dataset, int generation) {
    return home.resolve(
        ".sluice/lake/_sluice/definitions/%s/g%d.json".formatted(dataset, generation));
  }

  private static void define(String dataset, int generation, String yaml) throws IOException {
    Path file = definition(dataset, generation);
    Files.createDirectories(file.getParent());
    new ObjectMapper().writeValue(file.toFile(), new DefinitionFiles(yaml, "schema", "{}"));
  }
}
