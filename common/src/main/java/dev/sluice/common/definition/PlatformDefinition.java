package dev.sluice.common.definition;

import java.net.URI;
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
 * @param registry where the schemas of Avro and Protobuf events are known; empty for none
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
    Optional<Registry> registry,
    List<HmacKey> hmacKeys) {

  public PlatformDefinition {
    clusters = Map.copyOf(clusters);
    hmacKeys = List.copyOf(hmacKeys);
  }

  /** A platform whose drivers answer nobody and that has neither registry nor keys. */
  public PlatformDefinition(
      String lake,
      Map<String, Cluster> clusters,
      Optional<String> redis,
      LaneOption lanes,
      Duration tables,
      Duration goldInterval) {
    this(
        lake,
        clusters,
        redis,
        lanes,
        tables,
        goldInterval,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same with another lake. */
  public PlatformDefinition withLake(String other) {
    return new PlatformDefinition(
        other, clusters, redis, lanes, tables, goldInterval, metrics, registry, hmacKeys);
  }

  /** The same with other keys. */
  public PlatformDefinition withHmacKeys(List<HmacKey> others) {
    return new PlatformDefinition(
        lake, clusters, redis, lanes, tables, goldInterval, metrics, registry, others);
  }

  /** The same with a registry. */
  public PlatformDefinition withRegistry(Registry other) {
    return new PlatformDefinition(
        lake, clusters, redis, lanes, tables, goldInterval, metrics, Optional.of(other), hmacKeys);
  }

  /**
   * A schema registry that speaks Confluent's HTTP API.
   *
   * @param url what comes before {@code /schemas/ids/1}: {@code http} or {@code https}, no login
   * @param login for basic authentication
   * @param timeout after which a question counts as not answered
   * @param hold how long silver waits for a registry that does not answer; then events whose schema
   *     it would have to ask for go to quarantine
   */
  public record Registry(URI url, Optional<Login> login, Duration timeout, Duration hold) {
    /** How long a question may take. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** As long as a restart or a failover of a registry may take. */
    public static final Duration HOLD = Duration.ofMinutes(5);

    /** One without a login, asked as patiently as usual. */
    public static Registry at(URI url) {
      return new Registry(url, Optional.empty(), TIMEOUT, HOLD);
    }
  }

  /** A user's name and password. */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
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
