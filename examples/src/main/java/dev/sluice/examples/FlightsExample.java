package dev.sluice.examples;

import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.flights.FlightsGenerator;
import dev.sluice.examples.flights.FlightsOracle;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Real US flights of 2001, replayed.
 *
 * @param home the repository's root
 * @param data the Parquet file to replay
 * @param speedUp how many seconds of 2001 pass in one second, at most at the rate of the settings;
 *     without it flights follow one another at that rate
 */
public record FlightsExample(Path home, Path data, OptionalDouble speedUp) implements Example {
  @Override
  public String name() {
    return "flights";
  }

  @Override
  public List<TopicSettings> topics() {
    Map<String, String> configs =
        Map.of(
            "message.timestamp.type",
            "CreateTime",
            // By their timestamps the records are 20 years old: any retention would delete them.
            "retention.ms",
            "-1");
    return List.of(new TopicSettings(FlightsGenerator.TOPIC, 4, configs));
  }

  @Override
  public GeneratorRun generator(GeneratorSettings settings) {
    return FlightsGenerator.run(settings, data, speedUp);
  }

  @Override
  public Expected expected(Path truthFile) throws IOException {
    return FlightsOracle.of(truthFile);
  }

  @Override
  public List<SilverRow> expectedSilver(Path truthFile) throws IOException {
    return FlightsOracle.silver(truthFile);
  }
}
