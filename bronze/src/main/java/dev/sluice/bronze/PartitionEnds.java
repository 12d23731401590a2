package dev.sluice.bronze;

import java.util.Map;

/**
 * What a topic offers at one moment.
 *
 * @param id Kafka's id of the topic: a topic deleted and made again has another
 * @param earliest by partition, the first offset Kafka still holds
 * @param latest by partition, the end of what {@code read_committed} may see
 */
public record PartitionEnds(
    String topic, String id, Map<Integer, Long> earliest, Map<Integer, Long> latest) {
  public PartitionEnds {
    earliest = Map.copyOf(earliest);
    latest = Map.copyOf(latest);
  }
}
