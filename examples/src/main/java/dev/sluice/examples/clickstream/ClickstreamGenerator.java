package dev.sluice.examples.clickstream;

import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;

/**
 * Sends clicks as a web shop would, with known shares of everything that goes wrong. A normal click
 * happens when it is sent. Late and future ones are a minute and more beyond the dataset's limits,
 * so that their verdicts do not hang on how long a record takes to the broker.
 */
public final class ClickstreamGenerator {
  /** Where clicks go. */
  public static final String TOPIC = "shop.clicks";

  private ClickstreamGenerator() {}

  /** A run that has not begun: give it to a thread. */
  public static GeneratorRun run(GeneratorSettings settings) {
    return new GeneratorRun(settings, () -> new ClickSequence(settings.seed(), settings.rate()));
  }
}
