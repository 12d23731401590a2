package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeCommandTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final Path PAGE = REPOSITORY.resolve("docs/how-to/rules.md");
  private static final Path EXAMPLE = REPOSITORY.resolve("examples/clickstream");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern SNIPPET =
      Pattern.compile("```yaml\n(silver:\n.*?)```", Pattern.DOTALL);

  @TempDir static Path home;
  private TestConsole console;

  @BeforeAll
  static void writeLake() {
    TestLake tables = new TestLake(home.resolve(".sluice/lake"));
    tables.bronze(0, "{}".getBytes(UTF_8));
    tables.silver(1, 0, "1.00");
    tables.quarantine(0, "bad");
  }

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void thePageOnRulesSaysWhatWorks() throws Exception {
    hold();
    List<String> commands =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("./sluice ")).toList();
    assertThat(commands).hasSize(5);
    for (String command : commands) {
      assertThat(console.run(words(command))).as(command + console.error()).isZero();
    }
    assertThat(console.out())
        .contains("MALFORMED")
        .contains("onFail: stop")
        .contains("clicks: silver goes on when a driver starts; it had waited since 2026-03-01");
    assertThat(held()).doesNotExist();
    assertThat(Files.readString(home.resolve(".sluice/lake/_sluice/resumed/clicks.json")))
        .contains("\"shop.clicks\"")
        .contains("\"0\":18");
  }

  private static String[] words(String command) {
    Matcher words = WORD.matcher(command.substring("./sluice ".length()));
    return words
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .map(
            word ->
                word.startsWith("examples/")
                    ? REPOSITORY.resolve(word).toString()
                    : word.replace("clickstream", "clicks"))
        .toArray(String[]::new);
  }

  @Test
  void theSilverOfThePageIsValid(@TempDir Path folder) throws Exception {
    Matcher snippet = SNIPPET.matcher(Files.readString(PAGE));
    assertThat(snippet.find()).isTrue();
    String example = Files.readString(EXAMPLE.resolve("dataset.yaml"));
    String head = example.substring(0, example.indexOf("silver:\n"));
    Path file = Files.writeString(folder.resolve("dataset.yaml"), head + snippet.group(1));
    Files.copy(EXAMPLE.resolve("click.schema.json"), folder.resolve("click.schema.json"));

    assertThat(console.run("validate", file.toString())).as(console.error()).isZero();
  }

  @Test
  void programsGetOneObject() throws Exception {
    assertThat(console.run("resume", "clicks", "--json")).isZero();
    assertThat(json().get("was_held").asBoolean()).isFalse();

    hold();
    console = TestConsole.piped(home);
    assertThat(console.run("resume", "clicks", "--json")).isZero();
    assertThat(json().get("was_held").asBoolean()).isTrue();
    assertThat(json().get("code").asText()).isEqualTo("SL-2050");
  }

  @Test
  void anUnknownDatasetIsNamedWithItsNeighbours() {
    assertThat(console.run("resume", "clicsk")).isEqualTo(1);
    assertThat(console.error()).contains("SL-4021").contains("bronze.clicks");
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(console.out());
  }

  /** What a driver leaves of a hold. */
  private static void hold() throws IOException {
    Files.createDirectories(held().getParent());
    Files.writeString(
        held(),
        """
        {"kind": "RULE", "detail": "rule price_sane failed at shop.clicks, partition 0, offset 17",
         "since": "2026-03-01T12:00:00Z", "definition": "0123456789ab",
         "through": {"shop.clicks": {"id": "x", "next": {"0": 18}}}}
        """);
  }

  private static Path held() {
    return home.resolve(".sluice/lake/_sluice/held/clicks.json");
  }
}
