package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as users run it, judged by its own oracle. */
class DemoTest {
  /** The demo sends for 20 seconds; the rest is starting, killing, judging on a busy machine. */
  private static final int PATIENCE_SECONDS = 400;

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void makeHome() throws Exception {
    home = SluiceProcess.home(folder);
  }

  @Test
  void aDriverThatIsKilledLosesNothingAndDoublesNothing() throws Exception {
    JsonNode report = demo("--seconds", "20", "--rate", "300", "--chaos", "kills=1");

    assertThat(report.get("kills").asInt()).isEqualTo(1);
    assertEveryRowIsAccountedFor(report);
  }

  @Test
  void chainedLanesGiveWhatTheOracleSays() throws Exception {
    JsonNode report = demo("--seconds", "15", "--rate", "300", "--lanes", "chained");

    assertThat(report.get("lanes").asText()).isEqualTo("chained");
    assertEveryRowIsAccountedFor(report);
  }

  private JsonNode demo(String... options) throws Exception {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "demo";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[arguments.length - 1] = "--json";
    try (SluiceProcess demo = SluiceProcess.start(home, arguments)) {
      int code = demo.exitCode(PATIENCE_SECONDS);
      assertThat(code).as(demo.error()).isZero();
      assertThat(home.resolve(".sluice/lake")).as("kept without --keep").doesNotExist();
      assertThat(scratch()).as("left in scratch").isZero();
      return new ObjectMapper().readTree(demo.out());
    }
  }

  private long scratch() throws Exception {
    Path scratch = home.resolve(".sluice/scratch");
    if (!Files.exists(scratch)) {
      return 0;
    }
    try (var left = Files.list(scratch)) {
      return left.count();
    }
  }

  private static void assertEveryRowIsAccountedFor(JsonNode report) {
    assertThat(report.get("differences")).isEmpty();
    assertThat(report.get("accounting_ok").asBoolean()).isTrue();
    assertThat(report.get("gold_matches_oracle").asBoolean()).isTrue();
    assertThat(report.get("redis_matches_gold").asBoolean()).isTrue();
    assertThat(number(report, "sent")).isPositive();
    assertThat(number(report, "bronze_rows")).isEqualTo(number(report, "sent"));
    assertThat(number(report, "read"))
        .isEqualTo(number(report, "sent"))
        .isEqualTo(
            number(report, "good")
                + number(report, "duplicate")
                + number(report, "quarantined")
                + number(report, "filtered"));
    assertThat(number(report, "silver_rows")).isEqualTo(number(report, "good"));
  }

  private static long number(JsonNode report, String name) {
    return report.get(name).asLong();
  }
}
