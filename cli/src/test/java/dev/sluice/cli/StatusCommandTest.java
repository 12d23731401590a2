package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lanes.DriverStatus;
import dev.sluice.lanes.LaneStatus;
import dev.sluice.lanes.StageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  private static final long NO_PROCESS = Integer.MAX_VALUE;

  @TempDir Path home;
  private TestConsole console;

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void whenNothingRunsItSaysWhatToRun() throws IOException {
    assertThat(console.run("status")).isZero();
    assertThat(console.out()).startsWith("Nothing runs in ").contains("`sluice up");

    assertThat(json().get("running").asBoolean()).isFalse();
    assertThat(json().get("driver").isNull()).isTrue();
  }

  @Test
  void aDriverShowsItsLanesAndStages() throws IOException {
    write(self(), Instant.now());
    server("kafka", self());

    assertThat(console.run("status")).isZero();

    assertThat(console.out())
        .containsPattern("kafka +running +127.0.0.1:19092 +process \\d+\n")
        .contains("  metrics: http://127.0.0.1:9464/metrics\n")
        .contains("  warning: topic \\u001B[31m stamped by producers\n")
        .containsPattern("clickstream.live +running +3 +1  3 flushes .*; SL-2004: \\\\u001B\\[31m")
        .containsPattern("silver.clickstream +1,234,567 +1,157 +12 +3.45 +0.4 s +9\n")
        .containsPattern("gold.orders +0 +0 +0 +- +- +0\n");
  }

  @Test
  void programsGetTheSameNumbers() throws IOException {
    write(self(), Instant.now());

    JsonNode status = json();

    assertThat(status.get("running").asBoolean()).isTrue();
    assertThat(status.get("driver").get("state").asText()).isEqualTo("running");
    assertThat(status.get("warnings").get(0).asText()).contains("stamped by producers");
    assertThat(status.get("lanes").get(0).get("accounting_mismatches").asLong()).isEqualTo(3);
    assertThat(status.get("stages").get(0).get("rows").asLong()).isEqualTo(1_234_567);
    assertThat(status.get("stages").get(0).get("freshness_seconds").asDouble()).isEqualTo(0.42);
    assertThat(status.get("stages").get(1).get("freshness_seconds").isNull()).isTrue();
  }

  @Test
  void whatADeadDriverLeftIsNotShownAsRunning() throws IOException {
    write(NO_PROCESS, Instant.now());

    assertThat(console.run("status")).isZero();

    assertThat(console.out()).startsWith("Nothing runs in ").contains("was seen at 2");
    assertThat(json().get("running").asBoolean()).isFalse();
    assertThat(json().get("driver").get("state").asText()).isEqualTo("not running");
    assertThat(json().get("stages")).isEmpty();
  }

  @Test
  void aProcessThatTookADeadDriversNumberIsNotTheDriver() throws IOException {
    Instant beforeWeStarted =
        ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(60);
    write(self(), beforeWeStarted);

    assertThat(json().get("running").asBoolean()).isFalse();
  }

  @Test
  void aDriverThatHangsIsSilent() {
    DriverStatus status = status(self(), Instant.now());

    assertThat(DriverState.of(status, Instant.now().plusSeconds(30))).isEqualTo(DriverState.SILENT);
  }

  @Test
  void aDriverOfAnotherLakeIsNotTheOneAskedFor() throws IOException {
    write(self(), Instant.now());

    assertThat(json("--lake", "/elsewhere").get("driver").isNull()).isTrue();
    assertThat(json("--lake", "/lake/").get("driver").isNull()).isFalse();
  }

  @Test
  void theDriverOfALakeIsStoppedByAMarkerInIt() throws IOException {
    Path lake = home.resolve("a lake");
    status(self(), Instant.now(), lake.toString()).write(run().resolve("status.json"));

    assertThat(console.run("stop", "--lake", lake.toString())).isZero();

    assertThat(console.out()).contains("process " + self() + " is asked to end");
    assertThat(lake.resolve("_sluice/stop/pid-" + self())).isEmptyFile();
  }

  @Test
  void nobodyIsStoppedWhoDoesNotRunOnTheLake() throws IOException {
    write(self(), Instant.now());

    assertThat(console.run("stop", "--lake", home.resolve("other").toString())).isZero();

    assertThat(console.out()).startsWith("no driver runs on lake ");
    assertThat(home.resolve("other")).doesNotExist();
  }

  private JsonNode json(String... options) throws IOException {
    TestConsole own = TestConsole.piped(home);
    List<String> arguments = new java.util.ArrayList<>(List.of("status", "--json"));
    arguments.addAll(List.of(options));
    assertThat(own.run(arguments.toArray(String[]::new))).isZero();
    return new ObjectMapper().readTree(own.out());
  }

  private void write(long pid, Instant updatedAt) throws IOException {
    status(pid, updatedAt).write(run().resolve("status.json"));
  }

  private void server(String name, long pid) throws IOException {
    String started =
        ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow().toString();
    Files.writeString(
        run().resolve(name + ".json"),
        """
        {"name":"%s","pid":%d,"started":"%s","endpoint":"127.0.0.1:19092","command":"x"}"""
            .formatted(name, pid, started));
  }

  private Path run() throws IOException {
    return Files.createDirectories(home.resolve(".sluice/run"));
  }

  private static long self() {
    return ProcessHandle.current().pid();
  }

  private static DriverStatus status(long pid, Instant updatedAt) {
    return status(pid, updatedAt, "/lake");
  }

  private static DriverStatus status(long pid, Instant updatedAt, String lake) {
    return new DriverStatus(
        pid,
        lake,
        updatedAt.minusSeconds(100),
        updatedAt,
        "http://127.0.0.1:9464/metrics",
        List.of("topic \u001b[31m stamped by producers"),
        List.of(
            new LaneStatus(
                "clickstream.live", "running", 3, 1, "SL-2004: \u001b[31mred\nmore", updatedAt, 3)),
        List.of(
            new StageStatus(
                "silver.clickstream",
                1_234_567,
                1157.2,
                12,
                updatedAt,
                "3.45",
                0.2,
                0.42,
                9,
                updatedAt),
            new StageStatus("gold.orders", 0, 0, 0, null, "", 0, null, 0, null)));
  }
}
