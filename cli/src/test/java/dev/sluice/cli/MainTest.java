package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.error.LakeErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path home;
  private TestConsole console;

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void helpListsEveryCommandThatIsNotHidden() {
    assertThat(console.run("--help")).isZero();

    CommandLine main = Main.commandLine(console.console(), new FailureReport(console.console()));
    main.getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(CommandGroups.list(name) && console.out().contains("\n  " + name + " "))
                    .as("help lists " + name)
                    .isEqualTo(!command.getCommandSpec().usageMessage().hidden()));
  }

  @Test
  void helpAsksForNoColourInAPipe() {
    console.run("--help");

    assertThat(console.out()).doesNotContain("\u001b").contains("\nStart here\n");
  }

  @Test
  void versionNamesWhatItIsBuiltOf() {
    assertThat(console.run("--version")).isZero();

    assertThat(console.out())
        .matches("sluice \\S+\nSpark 3\\.5\\.\\d+, Delta 3\\.3\\.\\d+, (?s:.*)");
  }

  @Test
  void theProblemsOfADefinitionStandBelowOneAnother() throws IOException {
    Path platform = Files.writeString(home.resolve("platform.yaml"), "kind: Platform\nlaek: x\n");

    assertThat(console.run("peek", "silver.clicks", "--platform", platform.toString()))
        .isEqualTo(3);

    assertThat(console.error().lines().filter(line -> line.startsWith("  - " + platform)))
        .hasSizeGreaterThan(1);
  }

  @Test
  void noCommandAndUnknownCommandsAreUsageErrors() {
    assertThat(console.run()).isEqualTo(2);
    assertThat(console.run("explian")).isEqualTo(2);

    assertThat(console.error())
        .contains("Did you mean: sluice explain")
        .contains("`sluice --help`");
    assertThat(console.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "demo, --rate, 0, more than 0",
    "demo, --rate, NaN, more than 0",
    "demo, --seconds, 0, 1 or more",
    "generate, --seconds, -1, 1 or more",
    "up, --partitions, 0, 1 or more"
  })
  void numbersOutOfRangeAreUsageErrors(String verb, String option, String value, String range) {
    String[] line =
        verb.equals("generate")
            ? new String[] {verb, "clickstream", option, value}
            : new String[] {verb, option, value};
    assertThat(console.run(line)).isEqualTo(2);
    assertThat(console.error()).contains("Invalid value for " + option, "must be " + range);
  }

  @Test
  void aDemoThatItsOracleCannotHoldIsAUsageError() {
    assertThat(console.run("demo", "--rate", "15000", "--seconds", "80")).isEqualTo(2);

    assertThat(console.error()).contains("1,200,000 events", "at most 300,000");
  }

  @Test
  void whatAFailureSaysCannotMoveTheCursor() {
    assertThat(console.run("explain", "\u001b[2J")).isEqualTo(2);

    assertThat(console.error()).doesNotContain("\u001b").contains("\\u001B[2J");
  }

  @Test
  void aKnownFailureSaysWhatHelpsAndWhereItsTraceIs() throws IOException {
    int code =
        new FailureReport(console.console())
            .explain("sluice up", LakeErrors.lakeIsHeld("/lake", "process 12"));

    Path log = home.resolve(".sluice/logs/sluice.log");
    assertThat(code).isEqualTo(6);
    assertThat(console.error())
        .isEqualTo(
            "sluice up: Cannot start on lake /lake: another driver holds it (process 12)\n"
                + "  what helps: stop it with `sluice down`, or choose another lake\n"
                + "  more: `sluice explain SL-2001`; stack trace in "
                + log
                + "\n");
    assertThat(Files.readString(log)).contains("SluiceException").contains("\tat dev.sluice");
  }

  @Test
  void anUnexpectedFailureShowsNoTrace() throws IOException {
    int code =
        new FailureReport(console.console())
            .explain("sluice sql", new IllegalStateException("boom"));

    assertThat(code).isEqualTo(1);
    assertThat(console.error()).contains("boom").contains("SL-4001").doesNotContain("\tat ");
    assertThat(Files.readString(home.resolve(".sluice/logs/sluice.log")))
        .contains("Caused by: java.lang.IllegalStateException: boom");
  }

  @Test
  void aLogThatCannotBeWrittenDoesNotHideTheFailure() throws IOException {
    Files.writeString(home.resolve(".sluice"), "a file where a folder should be");

    new FailureReport(console.console()).explain("sluice up", new IllegalStateException("boom"));

    assertThat(console.error()).contains("boom").contains("no log could be written");
  }

  @Test
  void anInterruptionExitsWith130() {
    Throwable failure = new IllegalStateException("waiting", new InterruptedException());

    assertThat(new FailureReport(console.console()).explain("sluice up", failure)).isEqualTo(130);
  }
}
