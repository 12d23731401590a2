package dev.sluice.local;

import dev.sluice.common.error.StackErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the build of {@code local-kafka} left for the broker: its jars, and a class data archive
 * once {@link BrokerArchive} has made one.
 *
 * @param folder {@code local-kafka/target/broker} below the home of Sluice
 */
record BrokerJars(Path folder) {
  private static final String MAIN_JAR = "broker-main.jar";
  private static final String LIST = "class-path.txt";

  /** Those of the source tree that {@code sluice.home} names; the working directory by default. */
  static BrokerJars ofHome() {
    Path home = Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    return new BrokerJars(home.resolve("local-kafka/target/broker"));
  }

  boolean arePresent() {
    return Files.isRegularFile(folder.resolve(LIST))
        && Files.isRegularFile(folder.resolve(MAIN_JAR));
  }

  /** The broker's class path; fails when the jars were never built. */
  String classPath() {
    if (!arePresent()) {
      throw StackErrors.brokerJarsMissing(folder);
    }
    return Stream.concat(Stream.of(MAIN_JAR), libraries())
        .map(jar -> folder.resolve(jar).normalize().toString())
        .collect(Collectors.joining(":"));
  }

  /** The list separates with colons, so that it can be read on every system. */
  private Stream<String> libraries() {
    try {
      return Arrays.stream(Files.readString(folder.resolve(LIST)).strip().split(":"));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read " + folder.resolve(LIST), failed);
    }
  }

  /** The class data archive, when there is one. */
  Optional<Path> archive() {
    return Optional.of(archiveFile()).filter(Files::isRegularFile);
  }

  /** Where the class data archive is, or will be. */
  Path archiveFile() {
    return folder.resolve("broker.jsa");
  }
}
