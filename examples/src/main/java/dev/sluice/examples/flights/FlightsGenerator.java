package dev.sluice.examples.flights;

import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Replays flights into Kafka in the order of departure. Every record's timestamp is its departure,
 * so the topic has to keep the producer's timestamps and must not delete what looks 20 years old.
 */
public final class FlightsGenerator {
  /** Where flights go. */
  public static final String TOPIC = "us.flights";

  private static final String SAMPLE = "examples/flights/flights-sample.parquet";
  private static final String ALL = "../shared/data/flights-3m.parquet";

  private FlightsGenerator() {}

  /**
   * The file to replay: all 3 million flights where they lie beside the repository, else the sample
   * inside it.
   *
   * @param home the repository's root
   */
  public static Path dataFile(Path home) {
    Path all = home.resolve(ALL).normalize();
    return Files.isReadable(all) ? all : sample(home);
  }

  /** The sample that is checked in. */
  public static Path sample(Path home) {
    return home.resolve(SAMPLE);
  }

  /**
   * A run that has not begun: give it to a thread. It ends with the data or with the duration. The
   * seed has no meaning here: the data is what it is.
   *
   * @param speedUp how many seconds of 2001 pass in one second, within the rate of the settings;
   *     without it flights follow one another at that rate
   */
  public static GeneratorRun run(GeneratorSettings settings, Path data, OptionalDouble speedUp) {
    return new GeneratorRun(settings, () -> new FlightReplay(data, settings.rate(), speedUp));
  }
}
