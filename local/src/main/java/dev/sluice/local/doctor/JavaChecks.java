package dev.sluice.local.doctor;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Java 17 for Spark; a newer one beside it for Trino. */
final class JavaChecks {
  private static final int SPARK_JAVA = 17;
  private static final int TRINO_JAVA = 24;

  private JavaChecks() {}

  static List<Check> all() {
    return List.of(
        runningJava(Runtime.version().feature(), System.getProperty("java.home")),
        javaForTrino(usualPlaces()));
  }

  static Check runningJava(int feature, String home) {
    String found = "Java " + feature + " in " + home;
    return feature == SPARK_JAVA
        ? Check.ok("java", found)
        : Check.fail(
            "java", found, "Spark 3.5 runs on Java 17: install a JDK 17 and set JAVA_HOME to it");
  }

  /** Takes candidates for a JDK's home; those that are none are passed over. */
  static Check javaForTrino(Stream<Path> homes) {
    Optional<Path> newEnough = homes.filter(home -> featureOf(home) >= TRINO_JAVA).findFirst();
    return newEnough
        .map(home -> Check.ok("java-trino", "Java " + featureOf(home) + " in " + home))
        .orElseGet(
            () ->
                Check.warn(
                    "java-trino",
                    "no JDK " + TRINO_JAVA + " or newer in the usual places",
                    "only `sluice sql --engine trino` needs it: install a JDK "
                        + TRINO_JAVA
                        + " or newer and set TRINO_JAVA_HOME to it"));
  }

  private static Stream<Path> usualPlaces() {
    Path user = Path.of(System.getProperty("user.home"));
    Stream<Path> named =
        Stream.of("TRINO_JAVA_HOME", "JAVA_HOME")
            .map(System::getenv)
            .filter(value -> value != null && !value.isBlank())
            .map(Path::of);
    Stream<Path> installed =
        Stream.of(
                Path.of("/usr/lib/jvm"),
                Path.of("/opt"),
                Path.of("/opt/java"),
                Path.of("/usr/local/lib/jvm"),
                user.resolve(".sdkman/candidates/java"),
                user.resolve(".jdks"),
                Path.of("/Library/Java/JavaVirtualMachines"))
            .flatMap(JavaChecks::foldersIn)
            .flatMap(folder -> Stream.of(folder, folder.resolve("Contents/Home")));
    return Stream.concat(named, installed);
  }

  private static Stream<Path> foldersIn(Path parent) {
    try (Stream<Path> content = Files.list(parent)) {
      return content.sorted().toList().stream();
    } catch (IOException none) {
      return Stream.empty();
    }
  }

  /** What the {@code release} file of a JDK says; 0 when it is none, or has no server to run. */
  private static int featureOf(Path home) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
      String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
      return Files.isExecutable(home.resolve("bin/java"))
          ? Runtime.Version.parse(version).feature()
          : 0;
    } catch (IOException | IllegalArgumentException noJdk) {
      return 0;
    }
  }
}
