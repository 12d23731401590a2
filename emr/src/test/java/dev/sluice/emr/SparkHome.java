package dev.sluice.emr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The Spark distribution that the tests submit to; fetched on first use, which is said. */
final class SparkHome {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final Path HOME = find();

  private SparkHome() {}

  static Path path() {
    return HOME;
  }

  private static Path find() {
    try {
      // Its progress goes where that of the tests goes.
      Process script =
          new ProcessBuilder(REPOSITORY.resolve("emr/bin/spark-distribution").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String home = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (script.waitFor() != 0) {
        throw new IllegalStateException("No Spark distribution: see above");
      }
      return Path.of(home.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
