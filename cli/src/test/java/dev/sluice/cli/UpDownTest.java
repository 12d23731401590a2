package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpDownTest {
  @TempDir Path folder;

  @Test
  void whatUpStartsIsSeenByStatusAndStoppedByDown() throws Exception {
    Path home = SluiceProcess.home(folder);
    String dataset = home.resolve("examples/clickstream/dataset.yaml").toString();
    try (SluiceProcess up = SluiceProcess.start(home, "up", "--registry", dataset)) {
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> !up.isAlive() || status(home).get("running").asBoolean());
      assertThat(up.isAlive()).as(up.error()).isTrue();

      assertThat(status(home).get("servers").findValuesAsText("name")).contains("registry");

      TestConsole generate = TestConsole.piped(home);
      assertThat(generate.run("generate", "clickstream", "--rate", "50", "--seconds", "2"))
          .as(generate.error())
          .isZero();
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(
              () -> {
                assertThat(rows(home, "bronze.clickstream")).isPositive();
                assertThat(rows(home, "silver.clickstream")).isPositive();
              });

      TestConsole down = TestConsole.piped(home);
      assertThat(down.run("down")).as(down.error()).isZero();
      assertThat(down.out())
          .contains("stopped kafka")
          .contains("stopped redis")
          .contains("stopped registry");
      up.exitCode(60);
      assertThat(status(home).get("running").asBoolean()).isFalse();
    }
    TestConsole again = TestConsole.piped(home);
    assertThat(again.run("down")).isZero();
    assertThat(again.out()).isEqualTo("nothing was running\n");
  }

  @Test
  @Tag("slow")
  void upEndsWellWhenItsDriverIsAskedToStop() throws Exception {
    Path home = SluiceProcess.home(folder);
    String dataset = home.resolve("examples/clickstream/dataset.yaml").toString();
    try (SluiceProcess up = SluiceProcess.start(home, "up", dataset)) {
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> !up.isAlive() || !status(home).get("lanes").isEmpty());
      TestConsole stop = TestConsole.piped(home);
      assertThat(stop.run("stop")).as(stop.error()).isZero();
      assertThat(stop.out()).contains("is asked to end");

      assertThat(up.exitCode(60)).as(up.error()).isZero();
      assertThat(status(home).get("running").asBoolean()).isFalse();
    }
  }

  private static JsonNode status(Path home) throws Exception {
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("status", "--json")).isZero();
    return new ObjectMapper().readTree(console.out());
  }

  /** Rows a stage has written so far, as {@code status} tells; 0 before it is there. */
  private static long rows(Path home, String stage) throws Exception {
    for (JsonNode shown : status(home).get("stages")) {
      if (shown.get("stage").asText().equals(stage)) {
        return shown.get("rows").asLong();
      }
    }
    return 0;
  }
}
