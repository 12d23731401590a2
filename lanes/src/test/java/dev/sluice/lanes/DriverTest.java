package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main class as {@code spark-submit} and the launcher run it: in a process of its own. */
class DriverTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path directory;
  private Path status;
  private Path output;
  private Process driver;

  @BeforeEach
  void files() throws IOException {
    status = directory.resolve("status.json");
    output = directory.resolve("driver.log");
    Files.writeString(
        directory.resolve("platform.yaml"), TestStack.platformFile(directory.resolve("lake")));
  }

  @AfterEach
  void kill() throws InterruptedException {
    if (driver != null) {
      driver.destroyForcibly().waitFor();
    }
  }

  @Test
  void sigtermFlushesTheBatchInHandAndEndsWithZero() throws Exception {
    LakeTables tables = new LakeTables(directory.resolve("lake"), "driven");
    Path file = TestStack.datasetFile(directory, "driven", 0, "");
    long now = System.currentTimeMillis();
    try (TestTopic topic = TestTopic.create("driven", 1)) {
      topic.send(0, event("a", "1.00", "DE", now));
      driver = start(file);
      tables.awaitSilver(topic);
      DriverStatus running = DriverStatus.read(status).orElseThrow();
      assertThat(running.pid()).isEqualTo(driver.pid());
      assertThat(running.lanes())
          .extracting(LaneStatus::lane)
          .containsExactly("live.driven", "gold.driven");

      Process second = start(file);
      assertThat(exitCode(second)).isEqualTo(6);
      assertThat(Files.readString(output)).contains("SL-2001");

      topic.send(0, event("b", "1.00", "DE", now));
      try (var redis = TestStack.redis()) {
        await().atMost(LIMIT).until(() -> tables.hot(redis).toString().contains(",DE,2,"));
      }
      // Shown in hot, and perhaps not yet in any table.
      driver.destroy();
      assertThat(exitCode(driver)).isZero();
      tables.assertComplete(topic);
      tables.assertGold();
    }
  }

  @Test
  void anInvalidDefinitionEndsWithThree() throws Exception {
    Path file = TestStack.datasetFile(directory, "invalid", 0, ", startingOffset: earliest");
    driver = start(file);
    assertThat(exitCode(driver)).isEqualTo(3);
    assertThat(Files.readString(output)).contains("SL-1001").contains("startingOffset");
  }

  private Process start(Path dataset) throws IOException {
    return new ProcessBuilder(
            TestJvm.command(
                Driver.class,
                "--platform",
                directory.resolve("platform.yaml").toString(),
                "--profile",
                "",
                "--status",
                status.toString(),
                dataset.toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
