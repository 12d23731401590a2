package dev.sluice.common.definition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One profile of the platform file: what surrounds the datasets.
 *
 * @param lake root of the lake: a path or a URI
 * @param clusters by name
 * @param tables interval of a flush
 * @param goldInterval interval of gold commits
 */
public record PlatformDefinition(
    String lake,
    Map<String, Cluster> clusters,
    Optional<String> redis,
    LaneOption lanes,
    Duration tables,
    Duration goldInterval) {

  public PlatformDefinition {
    clusters = Map.copyOf(clusters);
  }

  /**
   * A Kafka cluster.
   *
   * @param options further client settings, secrets resolved
   */
  public record Cluster(String name, String bootstrapServers, Map<String, String> options) {
    public Cluster {
      options = Map.copyOf(options);
    }

    /** Without the values of options, which may be secrets. */
    @Override
    public String toString() {
      return "Cluster[name="
          + name
          + ", bootstrapServers="
          + bootstrapServers
          + ", options="
          + new TreeSet<>(options.keySet())
          + "]";
    }
  }

  /** How the stages are composed. */
  public enum LaneOption {
    /** One lane reads Kafka and feeds hot, bronze, quarantine and silver. */
    LIVE,
    /** Kafka to bronze, and bronze to silver, each a lane of its own. */
    CHAINED
  }
}
