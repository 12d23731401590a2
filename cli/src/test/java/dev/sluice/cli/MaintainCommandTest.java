package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.trino.TableNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainCommandTest {
  private static final Path PAGE =
      Path.of(System.getProperty("sluice.home"), "docs/how-to/maintain.md");
  private static final String COMMAND = "./sluice maintain";

  @TempDir static Path home;
  private TestConsole console;

  @BeforeAll
  static void writeLake() {
    TestLake tables = new TestLake(home.resolve(".sluice/lake"));
    for (int minute = 0; minute < 3; minute++) {
      tables.bronze(minute, "{}".getBytes(UTF_8));
      tables.silver(1, minute, "1.00");
      tables.quarantine(minute, "bad");
    }
    tables.definition("dedup: {key: [event_id], within: 30 minutes}");
  }

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void thePageOnMaintenanceSaysWhatWorks() throws Exception {
    List<String> commands =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith(COMMAND)).toList();
    assertThat(commands).hasSize(9);
    for (String command : commands) {
      String words = command.substring("./sluice ".length()).replace("clickstream", "clicks");
      assertThat(console.run(words.split(" "))).as(console.error()).isZero();
    }
    assertThat(console.out())
        .contains("bronze.clicks: 3 files became 1, checkpoint of version ")
        .contains("silver.clicks: 3 files became 1, checkpoint of version ")
        .contains("silver.clicks: 3 rows of 3 keys audited, unique");
  }

  @Test
  void anAuditOfWhatIsNotSilverIsRefused() {
    assertThat(console.run("maintain", "bronze.clicks", "--audit")).isEqualTo(2);
    assertThat(console.error()).contains("--audit is of tables of silver, not of bronze.clicks");
  }

  @Test
  void anAuditThatFindsSomethingEndsWithTheCodeOfAQualityGate(@TempDir Path other)
      throws Exception {
    TestLake tables = new TestLake(other.resolve(".sluice/lake"));
    tables.silver(1, 0, "1.00");
    tables.silver(1, 0, "2.00");
    console = TestConsole.piped(other);
    assertThat(console.run("maintain", "--audit")).isEqualTo(1);
    assertThat(console.error()).contains("SL-4101");
    tables.definition("dedup: {within: 30 minutes}");

    console = TestConsole.piped(other);
    assertThat(console.run("maintain", "--audit", "--json")).isEqualTo(5);
    assertThat(console.error())
        .contains("SL-4100", "silver.clicks has 1 rows that repeat another one");
    JsonNode audit = new ObjectMapper().readTree(console.out()).get("tables").get(0).get("audit");
    assertThat(audit.get("examples").get(0).get("again").asText()).isEqualTo("shop.clicks/0/0");

    console = TestConsole.piped(other);
    assertThat(console.run("maintain", "--list")).isZero();
    assertThat(console.out())
        .containsPattern("silver.clicks \\(audited .*: 1 rows repeat another\\)");
    console = TestConsole.piped(other);
    assertThat(console.run("maintain", "--list", "--json")).isZero();
    assertThat(console.out()).contains("\"audited_at\"", "\"violations\":1");

    tables.definition("late: {after: 10 minutes}");
    console = TestConsole.piped(other);
    assertThat(console.run("maintain", "silver.clicks", "--audit")).isZero();
    assertThat(console.out()).contains("not audited (its definition has no silver.dedup)");
  }

  @Test
  void aListNamesTheTablesAndDoesNothing() throws Exception {
    assertThat(console.run("maintain", "--list", "--vacuum", "--json")).isZero();

    JsonNode tables = new ObjectMapper().readTree(console.out()).get("tables");
    assertThat(tables.findValuesAsText("table"))
        .containsExactly("bronze.clicks", "silver.clicks", "quarantine.clicks");
    assertThat(tables.get(0).size()).isEqualTo(1);
  }

  @Test
  void programsGetOneObject() throws Exception {
    assertThat(console.run("maintain", "quarantine.clicks", "--optimize", "--json")).isZero();

    JsonNode table = new ObjectMapper().readTree(console.out()).get("tables").get(0);
    assertThat(table.get("table").asText()).isEqualTo("quarantine.clicks");
    assertThat(table.get("optimize").get("files_added").asLong()).isBetween(0L, 1L);
    assertThat(table.has("vacuum")).isFalse();
    assertThat(table.get("done_by").asText()).isEqualTo("command");
  }

  @Test
  void aVacuumOfWhatNobodyKnowsTheReadersOfIsRefused(@TempDir Path other) {
    new TestLake(other.resolve(".sluice/lake")).silver(1, 0, "1.00");
    console = TestConsole.piped(other);
    assertThat(console.run("maintain", "silver.clicks", "--vacuum", "--yes")).isEqualTo(1);
    assertThat(console.error()).contains("SL-2031");
  }

  @Test
  void generationsThatReplaysLeftBehindGo(@TempDir Path other) throws Exception {
    Path lake = other.resolve(".sluice/lake");
    TestLake tables = new TestLake(lake);
    for (int generation = 1; generation <= 4; generation++) {
      tables.silver(generation, 0, generation + ".00");
    }
    tables.inForce(2);
    tables.inForce(3);
    TableNames.follow(LakeCatalog.look(new Lake(lake.toString())));
    console = TestConsole.piped(other);
    assertThat(generations("--dry-run"))
        .containsExactly("1 stays", "2 stays", "3 stays", "4 stays");

    age(lake);
    console = TestConsole.piped(other);
    assertThat(generations("--dry-run"))
        .containsExactly("1 would go", "2 stays", "3 stays", "4 would go");
    assertThat(lake.resolve("silver/clicks/g1")).isDirectory();
    console = TestConsole.piped(other);
    assertThat(generations("clicks", "--yes"))
        .containsExactly("1 removed", "2 stays", "3 stays", "4 removed");
    assertThat(lake.resolve("silver/clicks/g1")).doesNotExist();
    assertThat(lake.resolve("silver/clicks/g4")).doesNotExist();

    console = TestConsole.piped(other);
    assertThat(withoutAnswer("maintain", "generations", "--include-rollback")).isEqualTo(2);
    assertThat(console.error())
        .contains("SL-4015")
        .contains("deleting the tables of generation 2 of clicks")
        .contains("no `sluice replay rollback` of clicks is possible afterwards");
    console = TestConsole.piped(other);
    assertThat(generations("--include-rollback", "--yes")).containsExactly("2 removed", "3 stays");
    console = TestConsole.piped(other);
    assertThat(console.run("replay", "rollback", "clicks", "--yes")).isEqualTo(1);
    assertThat(console.error()).contains("SL-4050");
    assertThat(lake.resolve("_sluice/trino/silver/clicks/.trinoSchema"))
        .content()
        .contains("silver/clicks/g3");
  }

  private int withoutAnswer(String... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    try {
      return console.run(words);
    } finally {
      System.setIn(before);
    }
  }

  /** Number and action of each generation that there is. */
  private List<String> generations(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("maintain", "generations", "--json"));
    words.addAll(List.of(options));
    assertThat(console.run(words.toArray(String[]::new))).as(console.error()).isZero();
    List<String> actions = new ArrayList<>();
    for (JsonNode one : new ObjectMapper().readTree(console.out()).get("generations")) {
      actions.add(one.get("generation").asText() + " " + one.get("action").asText());
    }
    return actions;
  }

  /** As if the pointers had moved, and the tables been written, a year ago. */
  private static void age(Path lake) throws IOException {
    try (Stream<Path> all = Files.walk(lake)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (file.startsWith(lake.resolve("_sluice/generations"))) {
          String text = Files.readString(file);
          Files.writeString(file, text.replaceAll("\"since\" : \"....", "\"since\" : \"2020"));
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
      }
    }
  }

  @Test
  void anUnknownTableIsNamedWithItsNeighbours() {
    assertThat(console.run("maintain", "silver.clicsk")).isEqualTo(1);
    assertThat(console.error()).contains("SL-4021").contains("silver.clicks");
  }
}
