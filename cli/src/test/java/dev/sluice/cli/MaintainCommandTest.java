package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  }

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void thePageOnMaintenanceSaysWhatWorks() throws Exception {
    List<String> commands =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith(COMMAND)).toList();
    assertThat(commands).hasSize(5);
    for (String command : commands) {
      String words = command.substring("./sluice ".length()).replace("clickstream", "clicks");
      assertThat(console.run(words.split(" "))).as(console.error()).isZero();
    }
    assertThat(console.out())
        .contains("bronze.clicks: 3 files became 1, checkpoint of version ")
        .contains("silver.clicks: 3 files became 1, checkpoint of version ");
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
  }

  @Test
  void aVacuumOfWhatNobodyKnowsTheReadersOfIsRefused() {
    assertThat(console.run("maintain", "silver.clicks", "--vacuum", "--yes")).isEqualTo(1);
    assertThat(console.error()).contains("SL-2031");
  }

  @Test
  void anUnknownTableIsNamedWithItsNeighbours() {
    assertThat(console.run("maintain", "silver.clicsk")).isEqualTo(1);
    assertThat(console.error()).contains("SL-4021").contains("silver.clicks");
  }
}
