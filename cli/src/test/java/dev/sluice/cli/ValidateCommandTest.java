package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final Path CLICKSTREAM =
      Path.of(System.getProperty("sluice.home"), "examples", "clickstream");

  @TempDir Path folder;

  @Test
  void aDatasetWithoutProblemsIsOk() {
    TestConsole console = TestConsole.piped(folder);
    Path file = CLICKSTREAM.resolve("dataset.yaml");

    assertThat(console.run("validate", file.toString())).as(console.error()).isZero();
    assertThat(console.out()).isEqualTo(file + ": OK, dataset clickstream\n");
  }

  @Test
  void everyProblemHasItsPlaceAndTheExitCodeIs3() throws IOException {
    Path broken = broken();
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("validate", broken.toString())).isEqualTo(3);
    assertThat(console.out().lines().toList())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.startsWith(broken + ":"));
    assertThat(console.out()).contains("topcis").contains("topics");
  }

  @Test
  void problemsAreRowsForPrograms() throws IOException {
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("validate", "--json", broken().toString())).isEqualTo(3);

    JsonNode problem = new ObjectMapper().readTree(console.out()).get(0);
    assertThat(problem.fieldNames())
        .toIterable()
        .containsExactly("file", "line", "column", "path", "message", "hint");
    assertThat(problem.get("line").isInt()).isTrue();
  }

  @Test
  void noProblemIsAnEmptyArrayForPrograms() {
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("validate", "--json", CLICKSTREAM.resolve("dataset.yaml").toString()))
        .isZero();
    assertThat(console.out()).isEqualTo("[]\n");
  }

  @Test
  void aFileThatIsNotThereIsAProblemOfItsOwn() {
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("validate", folder.resolve("nowhere.yaml").toString())).isEqualTo(3);
    assertThat(console.out()).contains("nowhere.yaml");
  }

  @Test
  void withABrokenPlatformFileOnlyItsProblemsAreShown() throws IOException {
    Path platform = folder.resolve("platform.yaml");
    Files.writeString(platform, "apiVersion: sluice/v1\nkind: Platform\nlaek: /tmp\n");
    TestConsole console = TestConsole.piped(folder);

    int code =
        console.run(
            "validate",
            "--platform",
            platform.toString(),
            CLICKSTREAM.resolve("dataset.yaml").toString());

    assertThat(code).isEqualTo(3);
    assertThat(console.out()).contains(platform + ":3:1: Unknown key: laek").doesNotContain("OK");
  }

  @Test
  void withoutAFileItIsAUsageError() {
    TestConsole console = TestConsole.piped(folder);

    assertThat(console.run("validate")).isEqualTo(2);
    assertThat(console.error()).contains("<file>").contains("`sluice validate --help`");
  }

  private Path broken() throws IOException {
    Path broken = folder.resolve("dataset.yaml");
    Files.copy(CLICKSTREAM.resolve("click.schema.json"), folder.resolve("click.schema.json"));
    String text = Files.readString(CLICKSTREAM.resolve("dataset.yaml"));
    Files.writeString(
        broken, text.replace("topics:", "topcis:").replace("cluster: main", "cluster: mian"));
    return broken;
  }
}
