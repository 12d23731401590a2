package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that answer at once stay quick because of what they do not load. */
class QuickStartTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "explain SL-2001",
        "explain --json",
        "doctor",
        "status",
        "stop"
      })
  void loadNoClassOfSparkAndNoneOfAws(String arguments) throws Exception {
    assertThat(loadedBy(arguments))
        .anyMatch(line -> line.contains("dev.sluice.cli.Main"))
        .noneMatch(
            line ->
                line.contains("org.apache.spark")
                    || line.contains("org.apache.logging")
                    || line.contains("software.amazon"));
  }

  private List<String> loadedBy(String arguments) throws Exception {
    Path log = folder.resolve("classes");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-Dsluice.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Main"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    process.waitFor();
    return Files.readAllLines(log);
  }
}
