package dev.sluice.common.definition;

import java.time.Duration;
import java.util.List;
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
 * @param metrics where a driver answers {@code /metrics} and {@code /healthz}; empty for nowhere
 * @param hmacKeys the first signs protected values, the others have signed before
 */
public record PlatformDefinition(
    String lake,
    Map<String, Cluster> clusters,
    Optional<String> redis,
    LaneOption lanes,
    Duration tables,
    Duration goldInterval,
    Optional<MetricsAddress> metrics,
    List<HmacKey> hmacKeys) {

  public PlatformDefinition {
    clusters = Map.copyOf(clusters);
    hmacKeys = List.copyOf(hmacKeys);
  }

  /** A platform without keys. */
  public PlatformDefinition(
      String lake,
      Map<String, Cluster> clusters,
      Optional<String> redis,
      LaneOption lanes,
      Duration tables,
      Duration goldInterval,
      Optional<MetricsAddress> metrics) {
    this(lake, clusters, redis, lanes, tables, goldInterval, metrics, List.of());
  }

  /** A platform whose drivers answer nobody. */
  public PlatformDefinition(
      String lake,
      Map<String, Cluster> clusters,
      Optional<String> redis,
      LaneOption lanes,
      Duration tables,
      Duration goldInterval) {
    this(lake, clusters, redis, lanes, tables, goldInterval, Optional.empty());
  }

  /** The same with another lake. */
  public PlatformDefinition withLake(String other) {
    return new PlatformDefinition(
        other, clusters, redis, lanes, tables, goldInterval, metrics, hmacKeys);
  }

  /** The same with other keys. */
  public PlatformDefinition withHmacKeys(List<HmacKey> others) {
    return new PlatformDefinition(
        lake, clusters, redis, lanes, tables, goldInterval, metrics, others);
  }

  /**
   * Where a driver listens for whoever watches it.
   *
   * @param host a name or address of the driver's machine
   * @param port 0 for any that is free
   */
  public record MetricsAddress(String host, int port) {
    /** This machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Where Prometheus' exporters of applications are used to listen. */
    public static final int PORT = 9464;

    public MetricsAddress {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("Invalid port: " + port + " (0 to 65535)");
      }
    }
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
