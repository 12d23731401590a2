package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.spark.SparkForTests;
import io.delta.tables.DeltaTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a lake without a driver, by the dataset that the how-to page makes. */
class EraseCommandTest {
  private static final Path PAGE =
      Path.of(System.getProperty("sluice.home"), "docs/how-to/erase.md");
  private static final String DATASET =
      """
      apiVersion: sluice/v1
      kind: Dataset
      metadata: {name: clicks}
      source: {kafka: {cluster: main, topics: [shop.clicks]}}
      schema: {format: json, file: c.json, eventId: id, eventTime: {field: at, unit: millis}}
      """;
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["id", "at"],
       "properties": {
         "id": {"type": "string"}, "at": {"type": "integer"}, "user_id": {"type": "string"}}}
      """;

  @TempDir Path home;

  @BeforeEach
  void writeLake() throws IOException {
    new TestLake(home.resolve(".sluice/lake"))
        .bronze(
            3, click("a", "u-17"), click("b", "u-1"), click("c", "u-17"), "u-17".getBytes(UTF_8));
  }

  @Test
  void whatIsShownIsErasedOnceSomebodySaysYes() throws IOException {
    define(DATASET + snippet());

    TestConsole shown = TestConsole.piped(home);
    assertThat(erase(shown, "--dry-run")).as(shown.error()).isZero();
    assertThat(shown.out())
        .containsPattern("bronze.clicks/g1 +2")
        .contains(
            "clicks: 2 records are of this subject",
            "1 records cannot be read, 1 of them mention the id",
            "shop.clicks/0/3");
    TestConsole unanswered = TestConsole.piped(home);
    assertThat(erase(unanswered)).isEqualTo(2);
    assertThat(unanswered.out()).contains("clicks: 2 records are of this subject");
    assertThat(unanswered.error()).contains("erasing 2 records of clicks for good", "SL-4015");

    JsonNode done = json("--unreadable", "shop.clicks/0/1", "--unreadable", "shop.clicks/0/3");
    assertThat(done.get("records").asLong()).isEqualTo(3);
    assertThat(done.get("rows").toString())
        .isEqualTo("{\"bronze.clicks/g1\":3,\"quarantine.clicks/g1\":1,\"silver.clicks/g1\":2}");
    assertThat(done.get("done_by").asText()).isEqualTo("command");
    assertThat(json().get("records").asLong()).as("nothing is left").isZero();
    assertThat(done.get("named_but_staying").toString()).isEqualTo("[\"shop.clicks/0/1\"]");
    assertThat(users()).isEqualTo("user_id\nu-1\n");

    rowsThatOnlySilverHasAreFoundThere();
    theLedgerTellsOfBoth();
  }

  private void rowsThatOnlySilverHasAreFoundThere() throws IOException {
    DeltaTable.forPath(
            SparkForTests.session(), home.resolve(".sluice/lake/bronze/clicks/g1").toString())
        .delete();
    define(DATASET + "silver: {select: [\"lower(user_id) as user_id\"]}\n" + snippet());
    TestConsole unknown = TestConsole.piped(home);
    assertThat(erase("u-1", unknown, "--yes")).isEqualTo(1);
    assertThat(unknown.error()).contains("1 rows of its silver are older than bronze", "SL-4077");
    assertThat(erase("u-1", unknown, "--dry-run")).isZero();
    assertThat(unknown.out())
        .contains("1 rows of silver are older than bronze, and nobody can say whose they are");

    define(DATASET + snippet());
    TestConsole known = TestConsole.piped(home);
    assertThat(erase("u-1", known, "--vacuum", "--yes")).as(known.error()).isZero();
    assertThat(known.out()).containsPattern("silver.clicks/g1 +1").contains("1 records erased");
    assertThat(users()).isEqualTo("user_id\n");
  }

  private void theLedgerTellsOfBoth() throws IOException {
    TestConsole all = TestConsole.piped(home);
    assertThat(all.run("erase", "--list", "--json")).as(all.error()).isZero();
    JsonNode erasures = new ObjectMapper().readTree(all.out()).get("erasures");
    assertThat(erasures).extracting(one -> one.get("records").asInt()).containsExactly(3, 1);
    assertThat(erasures)
        .extracting(one -> one.get("vacuumed").asBoolean())
        .containsExactly(false, true);
    assertThat(all.out()).doesNotContain("u-17");
    TestConsole hers = TestConsole.piped(home);
    assertThat(hers.run("erase", "--list", "--dataset", "clicks", "--subject", "u-17")).isZero();
    assertThat(hers.out())
        .contains("bronze.clicks/g1 3, quarantine.clicks/g1 1, silver.clicks/g1 2")
        .contains(erasures.get(0).get("id").asText())
        .doesNotContain("vacuumed");
  }

  private String users() {
    TestConsole sql = TestConsole.piped(home);
    assertThat(sql.run("sql", "select user_id from silver.clicks", "--csv")).isZero();
    return sql.out();
  }

  @Test
  void aDatasetThatDoesNotSayWhoseItsEventsAreIsRefused() throws IOException {
    define(DATASET);
    TestConsole console = TestConsole.piped(home);

    assertThat(erase(console, "--yes")).isEqualTo(3);
    assertThat(console.error()).contains("SL-4070").doesNotContain("u-17");
    assertThat(console.run("erase", "--dataset", "clisk", "--subject", "x")).isEqualTo(1);
    assertThat(console.error()).contains("SL-4021");
    assertThat(console.run("erase", "--dataset", "clicks")).isEqualTo(2);
  }

  private int erase(TestConsole console, String... more) {
    return erase("u-17", console, more);
  }

  private int erase(String subject, TestConsole console, String... more) {
    String[] words = new String[more.length + 5];
    System.arraycopy(
        new String[] {"erase", "--dataset", "clicks", "--subject", subject}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    try {
      return console.run(words);
    } finally {
      System.setIn(before);
    }
  }

  private JsonNode json(String... unreadable) throws IOException {
    String[] words = new String[unreadable.length + 2];
    System.arraycopy(unreadable, 0, words, 0, unreadable.length);
    words[unreadable.length] = "--yes";
    words[unreadable.length + 1] = "--json";
    TestConsole console = TestConsole.piped(home);
    assertThat(erase(console, words)).as(console.error()).isZero();
    return new ObjectMapper().readTree(console.out());
  }

  /** The lines of the page that a dataset file needs. */
  private static String snippet() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  private void define(String yaml) throws IOException {
    Path file = home.resolve(".sluice/lake/_sluice/definitions/clicks/g1.json");
    Files.createDirectories(file.getParent());
    new ObjectMapper().writeValue(file.toFile(), new DefinitionFiles(yaml, "c.json", SCHEMA));
  }

  private static byte[] click(String id, String user) {
    return "{\"id\":\"%s\",\"at\":%d,\"user_id\":\"%s\"}"
        .formatted(id, TestLake.NOON.toEpochMilli(), user)
        .getBytes(UTF_8);
  }
}
