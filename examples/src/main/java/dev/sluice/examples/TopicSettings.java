package dev.sluice.examples;

import java.util.Map;

/**
 * A topic an example needs.
 *
 * @param configs topic-level settings, by Kafka's names
 */
public record TopicSettings(String name, int partitions, Map<String, String> configs) {
  public TopicSettings {
    configs = Map.copyOf(configs);
  }
}
