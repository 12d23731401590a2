package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.LauncherHouse.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice test}: what it counts and when it is green. */
class LauncherTestVerbTest {
  private static final String END = "echo '[INFO] Finished at: 2026-01-01T00:00:00Z'\n";

  @TempDir Path folder;
  private LauncherHouse house;

  @BeforeEach
  void house() throws IOException {
    house = LauncherHouse.at(folder.resolve("house"), folder.resolve("tools"));
  }

  @Test
  void countsWhatTheReportsSay() throws IOException {
    Ran ran =
        testing(
            report(
                    "silver",
                    "dev.sluice.silver.A",
                    "tests=\"5\" errors=\"0\" skipped=\"1\" failures=\"0\"")
                + report("gold", "dev.sluice.gold.B", "errors=\"0\" failures=\"0\" tests=\"2\"")
                + END);

    assertThat(ran.exitCode()).as(ran.error()).isZero();
    assertThat(ran.out())
        .containsPattern("(?m)^gold +B +2 +0 +0 +0 +1\\.5$")
        .containsPattern("(?m)^silver +A +5 +0 +0 +1 +1\\.5$")
        .endsWith("\n6 passed, 0 failed, 1 skipped\n");
  }

  @Test
  void aFailedTestIsRed() throws IOException {
    Ran ran =
        testing(
            report("silver", "A", "tests=\"5\" errors=\"1\" skipped=\"0\" failures=\"2\"") + END);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).endsWith("\n2 passed, 3 failed, 0 skipped\n");
  }

  @Test
  void noTestAtAllIsRed() throws IOException {
    Ran ran = testing(END);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).endsWith("\n0 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void aModuleThatFailedWithoutAReportIsRed() throws IOException {
    Ran ran =
        testing(
            report("silver", "A", "tests=\"5\" errors=\"0\" skipped=\"0\" failures=\"0\"")
                + "echo '[INFO] Sluice :: gold ........ FAILURE [  1.0 s]'\n"
                + END);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("module failed: Sluice :: gold");
  }

  @Test
  void dagsThatCannotBeTestedAreRed() throws IOException {
    Files.writeString(house.tool("airflow-failure"), "airflow/test: needs python3.11\n");

    Ran ran =
        testing(
            report("silver", "A", "tests=\"5\" errors=\"0\" skipped=\"0\" failures=\"0\"") + END);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("needs python3.11").endsWith("5 passed, 0 failed, 0 skipped\n");
    assertThat(ran.error()).contains("the tests of the DAGs failed");
  }

  @Test
  void aBuildThatDidNotReachItsEndIsRed() throws IOException {
    Ran ran =
        testing(report("silver", "A", "tests=\"5\" errors=\"0\" skipped=\"0\" failures=\"0\""));

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.error()).contains("Maven did not reach its end");
  }

  @Test
  void reportsOfAnEarlierRunAreNotCounted() throws IOException {
    Path old = house.root().resolve("silver/target/surefire-reports/TEST-Old.xml");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "<testsuite name=\"Old\" tests=\"9\"></testsuite>");

    Ran ran = testing(END);

    assertThat(ran.out()).endsWith("\n0 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void theTestsOfADatasetAreTheClis() {
    Ran ran = house.run("test", "--json", "my clicks.yaml");

    assertThat(ran.exitCode()).as(ran.error()).isZero();
    assertThat(ran.out()).contains("arguments test|--json|my clicks.yaml\n");
  }

  @Test
  void unknownOptionsAreUsageErrors() {
    Ran ran = house.run("test", "--fast");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.error()).contains("Unknown option: --fast (known: --slow, --chaos");
  }

  private Ran testing(String whatMavenDoes) throws IOException {
    Files.writeString(house.tool("tests"), whatMavenDoes);
    return house.run("test");
  }

  private static String report(String module, String suite, String counts) {
    String folder = module + "/target/surefire-reports";
    return """
    mkdir -p %s
    printf '<?xml version="1.0"?>\\n<testsuite name="%s"\\n time="1.5" %s>\\n</testsuite>' >%s/TEST-%s.xml
    """
        .formatted(folder, suite, counts, folder, suite);
  }
}
