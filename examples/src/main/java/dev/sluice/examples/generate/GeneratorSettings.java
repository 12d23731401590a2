package dev.sluice.examples.generate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How to run a generator.
 *
 * @param bootstrapServers where Kafka is; the topics must exist
 * @param truthFile where to write what was sent; replaced if it exists
 * @param rate events per second at most, evenly paced
 * @param duration how long to send
 * @param seed the same seed and rate give the same content
 * @param start when the first event is due; a past instant means now
 */
public record GeneratorSettings(
    String bootstrapServers,
    Path truthFile,
    double rate,
    Duration duration,
    long seed,
    Instant start) {

  public GeneratorSettings {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(truthFile, "truthFile");
    Objects.requireNonNull(start, "start");
    if (!(rate > 0)) {
      throw new IllegalArgumentException("Invalid rate: " + rate + " (must be positive)");
    }
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("Invalid duration: " + duration + " (must be positive)");
    }
  }

  /** Starts now. */
  public GeneratorSettings(
      String bootstrapServers, Path truthFile, double rate, Duration duration, long seed) {
    this(bootstrapServers, truthFile, rate, duration, seed, Instant.EPOCH);
  }
}
