package dev.sluice.examples;

import dev.sluice.examples.clickstream.ClickstreamGenerator;
import dev.sluice.examples.clickstream.ClickstreamOracle;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Clicks of a web shop as they happen, with everything that goes wrong in known shares.
 *
 * @param home the repository's root
 */
public record ClickstreamExample(Path home) implements Example {
  @Override
  public String name() {
    return "clickstream";
  }

  @Override
  public List<TopicSettings> topics() {
    Map<String, String> configs =
        Map.of(
            "message.timestamp.type",
            "LogAppendTime",
            // Some values are over 1 MiB on purpose: the broker must take what silver refuses.
            "max.message.bytes",
            "2097152");
    return List.of(new TopicSettings(ClickstreamGenerator.TOPIC, 4, configs));
  }

  @Override
  public GeneratorRun generator(GeneratorSettings settings) {
    return ClickstreamGenerator.run(settings);
  }

  @Override
  public Expected expected(Path truthFile) throws IOException {
    return ClickstreamOracle.of(truthFile);
  }

  @Override
  public List<SilverRow> expectedSilver(Path truthFile) throws IOException {
    return ClickstreamOracle.silver(truthFile);
  }
}
