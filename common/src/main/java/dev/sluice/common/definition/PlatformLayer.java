package dev.sluice.common.definition;

import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one part of a platform file says, the base or a profile; references are not yet resolved,
 * since those of the profiles that are not in force need not be resolvable here.
 */
record PlatformLayer(
    Optional<Setting> lake,
    Map<String, ClusterLayer> clusters,
    Optional<Setting> redis,
    Optional<LaneOption> lanes,
    Optional<Duration> tables,
    Optional<Duration> gold,
    Optional<MetricsAddress> metrics,
    Optional<RegistryLayer> registry,
    Optional<List<KeyLayer>> hmacKeys) {

  private static final Map<String, LaneOption> LANES =
      Map.of("live", LaneOption.LIVE, "chained", LaneOption.CHAINED);

  /** Client settings on which promises rest, and which Sluice therefore sets itself. */
  private static final Set<String> OURS =
      Set.of(
          "bootstrap.servers",
          "isolation.level",
          "enable.auto.commit",
          "auto.offset.reset",
          "group.id",
          "key.deserializer",
          "value.deserializer");

  static PlatformLayer read(YamlObject file) {
    YamlObject intervals = YamlObject.of(file.get("intervals"), PlatformKeys.INTERVALS);
    return new PlatformLayer(
        file.get("lake").flatMap(Setting::read),
        file.get("clusters").map(PlatformLayer::clusters).orElse(Map.of()),
        file.get("redis").flatMap(PlatformLayer::uri),
        file.get("lanes").flatMap(lanes -> lanes.oneOf(LANES)),
        intervals.get("tables").flatMap(YamlNode::duration),
        intervals.get("gold").flatMap(YamlNode::duration),
        file.get("metrics").map(PlatformLayer::metrics),
        file.get("registry").map(RegistryLayer::read),
        file.get("protection")
            .flatMap(protection -> protection.object(PlatformKeys.PROTECTION).get("hmac"))
            .map(KeyLayer::read));
  }

  /** This layer, and what another says instead. */
  PlatformLayer with(PlatformLayer other) {
    Map<String, ClusterLayer> merged = new LinkedHashMap<>(clusters);
    other.clusters.forEach((name, cluster) -> merged.merge(name, cluster, ClusterLayer::with));
    return new PlatformLayer(
        other.lake.or(() -> lake),
        merged,
        other.redis.or(() -> redis),
        other.lanes.or(() -> lanes),
        other.tables.or(() -> tables),
        other.gold.or(() -> gold),
        other.metrics.or(() -> metrics),
        other.registry.or(() -> registry),
        other.hmacKeys.or(() -> hmacKeys));
  }

  private static MetricsAddress metrics(YamlNode node) {
    YamlObject metrics = node.object(PlatformKeys.METRICS);
    return new MetricsAddress(
        metrics.text("host").orElse(MetricsAddress.LOOPBACK),
        metrics.get("port").flatMap(YamlNode::port).orElse(MetricsAddress.PORT));
  }

  private static Map<String, ClusterLayer> clusters(YamlNode node) {
    Map<String, ClusterLayer> clusters = new LinkedHashMap<>();
    node.entries().forEach((name, cluster) -> clusters.put(name, cluster(cluster)));
    return clusters;
  }

  private static ClusterLayer cluster(YamlNode node) {
    YamlObject cluster = node.object(PlatformKeys.CLUSTER);
    return new ClusterLayer(
        cluster.get("bootstrapServers").flatMap(Setting::read),
        cluster.get("options").map(PlatformLayer::options).orElse(Map.of()));
  }

  private static Map<String, Setting> options(YamlNode node) {
    Map<String, Setting> options = new LinkedHashMap<>();
    node.entries()
        .forEach(
            (name, value) -> option(name, value).ifPresent(setting -> options.put(name, setting)));
    return options;
  }

  private static Optional<Setting> option(String name, YamlNode node) {
    if (OURS.contains(name)) {
      node.problem("Setting is ours: " + name, "Sluice's promises rest on it: leave it out");
      return Optional.empty();
    }
    Optional<String> value = node.scalar();
    if (value.isPresent() && Secrets.isLiteralSecret(name, value.get())) {
      node.problem("Literal secret: " + node.path(), Secrets.HINT);
      return Optional.empty();
    }
    return value.map(text -> new Setting(node.path(), text));
  }

  private static Optional<Setting> uri(YamlNode node) {
    Optional<Setting> uri = Setting.read(node);
    if (uri.isPresent() && Secrets.isLiteralSecretInUri(uri.get().text())) {
      node.problem("Literal secret: " + node.path(), Secrets.HINT);
      return Optional.empty();
    }
    return uri;
  }

  /** A text with the key it stands at, for problems found later. */
  record Setting(String path, String text) {
    static Optional<Setting> read(YamlNode node) {
      return node.text().map(text -> new Setting(node.path(), text));
    }
  }

  /** A key and where its secret is. */
  record KeyLayer(String id, Setting secret) {
    private static final String ID = "[a-z][a-z0-9_-]{0,15}";

    static List<KeyLayer> read(YamlNode node) {
      List<KeyLayer> keys = new ArrayList<>();
      for (YamlNode item : node.items()) {
        YamlObject key = item.object(PlatformKeys.HMAC_KEY);
        Optional<String> id = key.get("id").flatMap(KeyLayer::id);
        Optional<Setting> secret = key.get("key").flatMap(KeyLayer::secret);
        if (keys.stream().anyMatch(other -> Optional.of(other.id).equals(id))) {
          item.problem("Two keys have the id " + id.orElseThrow());
        } else if (id.isPresent() && secret.isPresent()) {
          keys.add(new KeyLayer(id.get(), secret.get()));
        }
      }
      return keys;
    }

    private static Optional<String> id(YamlNode node) {
      Optional<String> id = node.text();
      if (id.isPresent() && !id.get().matches(ID)) {
        node.invalid("lower-case letters, digits, _ and -, beginning with a letter, at most 16");
        return Optional.empty();
      }
      return id;
    }

    /** The text is never shown: it may be the key itself. */
    private static Optional<Setting> secret(YamlNode node) {
      Optional<Setting> secret = node.scalar().map(text -> new Setting(node.path(), text));
      if (secret.isPresent() && !Secrets.isReference(secret.get().text())) {
        node.problem("Literal secret: " + node.path(), Secrets.HINT);
        return Optional.empty();
      }
      return secret;
    }
  }

  /** What one layer says of the registry; a profile says all of it again. */
  record RegistryLayer(
      String path,
      Optional<Setting> url,
      Optional<Setting> user,
      Optional<Setting> password,
      Optional<Duration> timeout,
      Optional<Duration> hold) {

    private static RegistryLayer read(YamlNode node) {
      YamlObject registry = node.object(PlatformKeys.REGISTRY);
      return new RegistryLayer(
          node.path(),
          registry.get("url").flatMap(PlatformLayer::uri),
          registry.get("user").flatMap(Setting::read),
          registry.get("password").flatMap(password -> option("password", password)),
          registry.get("timeout").flatMap(YamlNode::duration),
          registry.get("hold").flatMap(YamlNode::duration));
    }
  }

  /** What one layer says of a cluster. */
  record ClusterLayer(Optional<Setting> bootstrapServers, Map<String, Setting> options) {
    ClusterLayer with(ClusterLayer other) {
      Map<String, Setting> merged = new LinkedHashMap<>(options);
      merged.putAll(other.options);
      return new ClusterLayer(other.bootstrapServers.or(() -> bootstrapServers), merged);
    }
  }
}
