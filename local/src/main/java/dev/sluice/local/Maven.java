package dev.sluice.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The Maven that fetches what Sluice runs: it knows the user's mirrors, proxies and credentials, so
 * Sluice need not.
 *
 * @param program {@code mvn} when there is one on PATH, else the wrapper of the project
 */
record Maven(Path program) {
  /** As in the root pom, which a look-up outside of a project does not read. */
  private static final String GET = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get";

  /** The wrapper is that of the source tree that {@code sluice.home} names. */
  static Maven find() {
    Path home = Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
    return new Maven(Executables.find("mvn").orElseGet(() -> home.resolve("mvnw")));
  }

  /** Starts to fetch one file of the registry into the given local repository. */
  Process get(String coordinates, Path repository, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--batch-mode",
                    "-Dmaven.repo.local=" + repository,
                    "-Dtransitive=false",
                    "-Dartifact=" + coordinates,
                    GET))
            // No project is read where there is none.
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }
}
