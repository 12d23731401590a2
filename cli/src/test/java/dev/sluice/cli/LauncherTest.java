package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.LauncherHouse.Ran;
import dev.sluice.cli.LauncherHouse.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class LauncherTest {
  @TempDir Path folder;
  private LauncherHouse house;

  @BeforeEach
  void aHouseWithASpaceInItsPath() throws IOException {
    house = LauncherHouse.at(folder.resolve("a house"), folder.resolve("tools"));
  }

  @Test
  void theFirstStartBuildsAndTheSecondDoesNot() throws IOException {
    Ran first = house.run("status");
    Ran second = house.run("status");

    assertThat(first.error()).contains("building Sluice").contains("built in");
    assertThat(first.out()).contains("arguments status\n");
    assertThat(second.error()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(house.builds()).isEqualTo(1);
  }

  @Test
  void aChangedAnAddedAndARemovedSourceAreBuilt() throws IOException {
    Path source = house.root().resolve("cli/src/main/java/A.java");
    Files.createFile(source);
    house.run();
    Files.writeString(source, "changed");
    house.run();
    assertThat(house.builds()).isEqualTo(2);

    Files.createFile(source.resolveSibling("B.java"));
    house.run();
    assertThat(house.builds()).isEqualTo(3);

    Files.delete(source);
    house.run();
    assertThat(house.builds()).isEqualTo(4);
  }

  @Test
  void testsAndDocumentsAreNotBuilt() throws IOException {
    house.run();
    Files.createFile(house.root().resolve("cli/src/test/java/ATest.java"));
    Files.createFile(house.root().resolve("README.md"));
    house.run();

    assertThat(house.builds()).isEqualTo(1);
  }

  @Test
  void worksThroughSymbolicLinksAndFromAnyFolder() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("some where"));
    Path first =
        Files.createSymbolicLink(elsewhere.resolve("first"), house.root().resolve("sluice"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("sluice"), Path.of("first"));
    assertThat(first).exists();

    Ran ran =
        LauncherHouse.finish(house.start(second, elsewhere, Map.of(), "sql", "select 1  as x"));

    assertThat(ran.out())
        .isEqualTo(
            """
            arguments sql|select 1  as x
            sluice.home %s
            user.dir %s
            user.timezone UTC
            """
                .formatted(house.root().toRealPath(), elsewhere.toRealPath()));
  }

  @Test
  void exitCodesPassThrough() {
    assertThat(house.run("exit", "6").exitCode()).isEqualTo(6);
  }

  /** A command that runs Spark in the heap of one that answers at once dies in the middle. */
  @Test
  void everyCommandHasTheMemoryItNeeds() {
    Map<String, List<String>> verbs =
        Map.of(
            "-Xmx1g", List.of("apply", "generate", "peek", "quarantine", "sql", "test"),
            "-Xmx1536m", List.of("bench", "demo", "erase", "maintain", "replay", "up"),
            "-Xmx384m",
                List.of(
                    "doctor",
                    "down",
                    "explain",
                    "init",
                    "resume",
                    "status",
                    "stop",
                    "submit",
                    "trino",
                    "validate"));
    Console console = TestConsole.piped(folder).console();
    List<String> known =
        Main.commandLine(console, new FailureReport(console)).getSubcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(command -> !command.usageMessage().hidden())
            .map(CommandSpec::name)
            .toList();
    assertThat(verbs.values().stream().flatMap(List::stream))
        .as("whoever adds a command decides here what it needs")
        .containsExactlyInAnyOrderElementsOf(known);
    house.run("status");

    verbs.forEach(
        (heap, names) ->
            // Those that answer at once are all alike to the launcher.
            (heap.equals("-Xmx384m") ? names.subList(0, 1) : names)
                .forEach(
                    name ->
                        assertThat(house.run(name, "jvm").out()).as(name).contains(heap + ",")));
  }

  @Test
  void aHouseThatWasMovedIsNotBuiltAgain() throws IOException {
    house.run();
    LauncherHouse moved = house.movedTo(folder.resolve("another place"));

    assertThat(moved.run().out()).contains("sluice.home " + moved.root().toRealPath());
    assertThat(moved.builds()).isEqualTo(1);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws IOException {
    Files.writeString(house.tool("failure"), "[INFO] noise\n[ERROR] A.java:[3,1] ';' expected\n");

    Ran ran = house.run("status");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.error())
        .contains("A.java:[3,1] ';' expected")
        .contains("Cannot build Sluice (full log: " + house.root().toRealPath())
        .doesNotContain("noise");
    Files.delete(house.tool("failure"));
    assertThat(house.run("status").exitCode()).isZero();
  }

  @Test
  void aBuildWithoutNetworkIsAMissingDependency() throws IOException {
    Files.writeString(house.tool("failure"), "[ERROR] Could not transfer artifact a:b:1\n");

    Ran ran = house.run("status");

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.error()).contains("Cannot download").contains("mirror and proxy");
  }

  @Test
  void twoLaunchersDoNotBuildAtTheSameTime() throws IOException {
    Files.createFile(house.tool("hold"));
    Started first = start("status");
    await().until(() -> house.builds() == 1);
    Started second = start("status");
    await().until(() -> second.errorText().contains("another sluice is building"));
    Files.delete(house.tool("hold"));

    assertThat(LauncherHouse.finish(first).exitCode()).isZero();
    assertThat(LauncherHouse.finish(second).exitCode()).isZero();
    assertThat(house.builds()).isEqualTo(1);
  }

  @Test
  void withoutJava17ItSaysWhatToInstall() throws IOException {
    Path bare = Files.createDirectory(folder.resolve("bare"));
    for (String tool : List.of("bash", "dirname", "readlink", "sed", "cat")) {
      Files.createSymbolicLink(bare.resolve(tool), Path.of("/usr/bin", tool));
    }
    Path other = Files.createDirectories(folder.resolve("jvm/other-17/bin")).getParent();
    Files.writeString(other.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
    Files.createFile(other.resolve("bin/java")).toFile().setExecutable(true);

    Ran ran =
        LauncherHouse.finish(
            house.start(
                house.root().resolve("sluice"),
                folder,
                Map.of(
                    "JAVA_HOME", "",
                    "PATH", bare.toString(),
                    "HOME", bare.toString(),
                    "SLUICE_JVM_FOLDER", folder.resolve("jvm").toString()),
                "--help"));

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.error())
        .contains("Cannot find Java 17; found only: " + other + " (21.0.2)")
        .contains("openjdk-17-jdk-headless")
        .contains("JAVA_HOME");
  }

  @Test
  void aJavaHomeOfAnotherVersionIsPassedOver() throws IOException {
    Path other = Files.createDirectories(folder.resolve("jdk-21/bin")).getParent();
    Files.writeString(other.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
    Files.createFile(other.resolve("bin/java")).toFile().setExecutable(true);
    Path tools = Files.createDirectories(folder.resolve("jvm"));
    Files.createSymbolicLink(tools.resolve("java-17"), Path.of(System.getProperty("java.home")));

    Ran ran =
        LauncherHouse.finish(
            house.start(
                house.root().resolve("sluice"),
                folder,
                Map.of("JAVA_HOME", other.toString(), "SLUICE_JVM_FOLDER", tools.toString()),
                "status"));

    assertThat(ran.exitCode()).isZero();
  }

  private Started start(String... arguments) {
    return house.start(house.root().resolve("sluice"), house.root(), Map.of(), arguments);
  }
}
