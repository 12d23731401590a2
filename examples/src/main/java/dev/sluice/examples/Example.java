package dev.sluice.examples;

import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.flights.FlightsGenerator;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A dataset with a generator of its events and an oracle of what must come of them. */
public sealed interface Example permits ClickstreamExample, FlightsExample {

  /**
   * All examples.
   *
   * @param home the repository's root
   */
  static List<Example> all(Path home) {
    return List.of(
        new ClickstreamExample(home),
        new FlightsExample(home, FlightsGenerator.dataFile(home), OptionalDouble.empty()));
  }

  /** The example of that name. */
  static Optional<Example> named(String name, Path home) {
    return all(home).stream().filter(example -> example.name().equals(name)).findFirst();
  }

  /** The dataset's name. */
  String name();

  /** The repository's root. */
  Path home();

  /** The dataset's definition. */
  default Path datasetFile() {
    return home().resolve("examples").resolve(name()).resolve("dataset.yaml");
  }

  /** The topics its events go to; they must exist before a generator runs. */
  List<TopicSettings> topics();

  /** A run of its generator that has not begun: give it to a thread. */
  GeneratorRun generator(GeneratorSettings settings);

  /** The verdict counts and gold rows that must come of what a truth file says was sent. */
  Expected expected(Path truthFile) throws IOException;

  /** The silver rows that must come of what a truth file says was sent. */
  List<SilverRow> expectedSilver(Path truthFile) throws IOException;
}
