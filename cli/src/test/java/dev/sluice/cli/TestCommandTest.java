package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.spark.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice test <dataset>}, on the example and on what the how-to page shows. */
class TestCommandTest {
  private static final Path HOME = Path.of(System.getProperty("sluice.home"));
  private static final Path EXAMPLE = HOME.resolve("examples/clickstream");

  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    SparkForTests.session();
  }

  @Test
  void theTestsOfTheExamplePass() {
    TestConsole console = TestConsole.piped(folder);

    int code = console.run("test", EXAMPLE.resolve("dataset.yaml").toString());

    assertThat(code).as(console.out() + console.error()).isZero();
    assertThat(console.out())
        .contains("ok      clickstream: a repeated click counts once\n")
        .endsWith("2 passed, 0 failed\n");
    assertThat(folder.resolve(".sluice/scratch")).isEmptyDirectory();
  }

  @Test
  void theTestOfTheHowToPagePassesAndAWrongOneShowsWhatDiffers() throws IOException {
    String page = Files.readString(HOME.resolve("docs/how-to/test-a-dataset.md"));
    Matcher yaml = Pattern.compile("(?s)```yaml\ntests:\n(.*?)```").matcher(page);
    assertThat(yaml.find()).isTrue();
    String right = yaml.group(1);
    String wrong = right.replace("counts once", "counts twice").replace("orders: 1", "orders: 2");
    TestConsole console = TestConsole.piped(folder);

    int code = console.run("test", "--json", dataset(right + wrong).toString());

    assertThat(code).as(console.out() + console.error()).isEqualTo(5);
    JsonNode object = new ObjectMapper().readTree(console.out());
    assertThat(object.get("passed").asInt()).isEqualTo(1);
    assertThat(object.at("/tests/1/test").asText()).isEqualTo("a repeated click counts twice");
    assertThat(object.at("/tests/1/differences/0/where").asText()).isEqualTo("sales_by_country_1m");
    assertThat(object.at("/tests/1/differences/0/expected/0/orders").asInt()).isEqualTo(2);
    assertThat(object.at("/tests/1/differences/0/found/0/orders").asInt()).isEqualTo(1);
  }

  @Test
  void theDatasetOfTheHowToPageOnEnrichmentIsFound() throws IOException {
    String page = Files.readString(HOME.resolve("docs/how-to/enrich.md"));
    Files.writeString(folder.resolve("countries.csv"), block(page, "csv"));
    Files.writeString(folder.resolve("visit.schema.json"), block(page, "json"));
    Path dataset = Files.writeString(folder.resolve("visits.yaml"), block(page, "yaml"));
    TestConsole console = TestConsole.piped(folder);

    int code = console.run("test", dataset.toString());

    assertThat(code).as(console.out() + console.error()).isZero();
    assertThat(console.out()).endsWith("1 passed, 0 failed\n");
    SparkForTests.session().sql(block(page, "sql").replace("{lake}", folder.toString()));
    assertThat(folder.resolve("reference/shops/_delta_log")).isDirectory();
  }

  private static String block(String page, String language) {
    Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @Test
  void aDatasetWithoutTestsIsNoSuccess() throws IOException {
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("test", dataset("").toString())).isEqualTo(2);
    assertThat(console.error()).contains("SL-4041");
  }

  @Test
  void aNameThatNothingHasIsAUsageError() {
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("test", "clickstraem")).isEqualTo(2);
    assertThat(console.error()).contains("SL-4040", "Cannot find dataset clickstraem");
  }

  /** The example with other tests. */
  private Path dataset(String tests) throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE.resolve("dataset.yaml"));
    List<String> before = lines.stream().takeWhile(line -> !line.startsWith("tests:")).toList();
    Files.copy(EXAMPLE.resolve("click.schema.json"), folder.resolve("click.schema.json"));
    String text = String.join("\n", before) + "\n";
    return Files.writeString(
        folder.resolve("dataset.yaml"), tests.isEmpty() ? text : text + "tests:\n" + tests);
  }
}
