package dev.sluice.common.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the arrival time of each partition has come, in micros since 1970: a record read later
 * arrives no earlier. The slowest partition is the frontier: it decides which keys the
 * deduplication index may forget and which windows are final. A partition that has given no record
 * and is not known to be empty holds it at the beginning of time.
 */
public final class ArrivalFrontier {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing has arrived. */
  public static final ArrivalFrontier NONE = new ArrivalFrontier(new TreeMap<>());

  private final SortedMap<String, Long> partitions;

  private ArrivalFrontier(SortedMap<String, Long> partitions) {
    this.partitions = Collections.unmodifiableSortedMap(partitions);
  }

  /** With one partition come to an arrival; it never goes back. */
  public ArrivalFrontier with(String topic, int partition, long arrivalMicros) {
    SortedMap<String, Long> changed = new TreeMap<>(partitions);
    changed.merge(topic + "/" + partition, arrivalMicros, Math::max);
    return new ArrivalFrontier(changed);
  }

  /** With every partition of another. */
  public ArrivalFrontier with(ArrivalFrontier other) {
    SortedMap<String, Long> changed = new TreeMap<>(partitions);
    other.partitions.forEach((partition, micros) -> changed.merge(partition, micros, Math::max));
    return new ArrivalFrontier(changed);
  }

  /** Arrival of the slowest partition in micros; {@code Long.MIN_VALUE} while there is none. */
  public long slowest() {
    return partitions.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
  }

  /** Arrival of the fastest partition in micros; {@code Long.MIN_VALUE} while there is none. */
  public long fastest() {
    return partitions.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
  }

  /** As it stands in a commit. */
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    partitions.forEach(json::put);
    return json;
  }

  /** From a commit. */
  public static ArrivalFrontier fromJson(JsonNode json) {
    SortedMap<String, Long> partitions = new TreeMap<>();
    json.fields()
        .forEachRemaining(entry -> partitions.put(entry.getKey(), entry.getValue().asLong()));
    return new ArrivalFrontier(partitions);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrivalFrontier that && partitions.equals(that.partitions);
  }

  @Override
  public int hashCode() {
    return partitions.hashCode();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
