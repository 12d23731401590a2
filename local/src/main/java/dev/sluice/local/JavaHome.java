package dev.sluice.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Java installation of this machine.
 *
 * @param feature its version's first number, such as 24
 */
public record JavaHome(Path path, int feature) {
  /** The oldest that Trino runs on. */
  public static final int TRINO_FEATURE = 24;

  /** The oldest that the schema registry runs on. */
  public static final int REGISTRY_FEATURE = 21;

  /** The one to run the schema registry on, from the places that Trino's is looked for in. */
  public static Optional<JavaHome> forRegistry() {
    return firstOf(REGISTRY_FEATURE, usualPlaces());
  }

  /** The one to run Trino on: what {@code TRINO_JAVA_HOME} names first, then the usual places. */
  public static Optional<JavaHome> forTrino() {
    return firstOf(TRINO_FEATURE, usualPlaces());
  }

  /** The first that is new enough; folders that are no Java home are passed over. */
  public static Optional<JavaHome> firstOf(int oldestFeature, Stream<Path> candidates) {
    return candidates
        .flatMap(candidate -> at(candidate).stream())
        .filter(home -> home.feature() >= oldestFeature)
        .findFirst();
  }

  /** The program to start. */
  Path java() {
    return path.resolve("bin/java");
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
            .flatMap(JavaHome::foldersIn)
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

  /** Reads the {@code release} file of a JDK. */
  private static Optional<JavaHome> at(Path home) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
      String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
      return Files.isExecutable(home.resolve("bin/java"))
          ? Optional.of(new JavaHome(home, Runtime.Version.parse(version).feature()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException noJdk) {
      return Optional.empty();
    }
  }
}
