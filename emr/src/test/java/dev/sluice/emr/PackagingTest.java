package dev.sluice.emr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice package}, on copies of the sources. */
class PackagingTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final Pattern OPENS = Pattern.compile("<spark.add.opens>(.*)</spark.add.opens>");
  private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".sluice");
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @TempDir Path folder;

  @Test
  void saysWhereTheJarIsAndHowToSubmitIt() throws Exception {
    Path log = folder.resolve("log");
    // The jar is there: Maven is making it right now.
    try (Shell shell =
        Shell.start(
            HowTo.block("sluice package"), REPOSITORY, Map.of("SLUICE_BUILD", "never"), log)) {
      assertThat(shell.exitCode(LIMIT)).as(shell.output()).isZero();
      assertThat(shell.output())
          .contains(JarEntries.deployableJar().toString())
          .containsPattern("[0-9.]+ MB")
          .contains("spark-submit --deploy-mode cluster --class dev.sluice.lanes.Driver")
          .containsPattern("--jars .*delta-spark_2.12-.*jar,.*delta-storage-.*jar");
    }
  }

  @Test
  void theSparkThatTheHowToFindsIsComplete() throws Exception {
    Path log = folder.resolve("log");
    String show = HowTo.block("spark-distribution") + "\"$SPARK_HOME/bin/spark-submit\" --version";
    try (Shell shell = Shell.start(show, REPOSITORY, Map.of(), log)) {
      assertThat(shell.exitCode(LIMIT)).as(shell.output()).isZero();
      assertThat(shell.output()).contains("version 3.5.7");
    }
  }

  @Test
  void theHowToOpensTheModulesThatTheBuildOpens() throws IOException {
    Matcher opens = OPENS.matcher(Files.readString(REPOSITORY.resolve("pom.xml")));
    assertThat(opens.find()).isTrue();

    assertThat(HowTo.block("OPENS=")).contains("\"" + opens.group(1) + "\"");
  }

  @Test
  @Tag("slow")
  void twoBuildsInDifferentPlacesGiveTheSameBytes() throws Exception {
    Path one = build("one", Map.of("TZ", "Asia/Tokyo"));
    Path other = build("the other", Map.of("TZ", "America/New_York", "LC_ALL", "C"));

    assertThat(Files.mismatch(one, other)).isEqualTo(-1);
  }

  private Path build(String name, Map<String, String> environment) throws Exception {
    Path copy = folder.resolve(name);
    copySources(copy);
    Path log = folder.resolve(name + ".log");
    // Tests started by the launcher are told not to build.
    String command = "unset SLUICE_BUILD; ./sluice package";
    try (Shell shell = Shell.start(command, copy, environment, log)) {
      assertThat(shell.exitCode(LIMIT)).as(shell.output()).isZero();
    }
    return copy.resolve(REPOSITORY.relativize(JarEntries.deployableJar()));
  }

  private static void copySources(Path copy) throws IOException {
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_SOURCES.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(REPOSITORY.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_SOURCES.contains(file.getFileName().toString())) {
              Files.copy(file, copy.resolve(REPOSITORY.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
