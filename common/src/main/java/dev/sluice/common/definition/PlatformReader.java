package dev.sluice.common.definition;

import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.Login;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.definition.PlatformLayer.ClusterLayer;
import dev.sluice.common.definition.PlatformLayer.KeyLayer;
import dev.sluice.common.definition.PlatformLayer.RegistryLayer;
import dev.sluice.common.definition.PlatformLayer.Setting;
import dev.sluice.common.error.Errors;
import dev.sluice.common.error.SluiceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the platform file: what surrounds the datasets, in one of its profiles. */
public final class PlatformReader {
  /** Interval of a flush. */
  public static final Duration DEFAULT_TABLES = Duration.ofSeconds(2);

  /** Interval of gold commits. */
  public static final Duration DEFAULT_GOLD = Duration.ofSeconds(4);

  private static final String API_VERSION = "sluice/v1";
  private static final Pattern SERVERS =
      Pattern.compile("\\s*[^\\s,/]+:[0-9]{1,5}\\s*(,\\s*[^\\s,/]+:[0-9]{1,5}\\s*)*");
  private static final URI UNREAD_URL = URI.create("https://unread.invalid");
  private static final Set<String> REDIS_SCHEMES = Set.of("redis", "rediss");
  private static final Set<String> HTTP_SCHEMES = Set.of("http", "https");

  private final Report report;
  private final Secrets secrets;

  private PlatformReader(
      Report report, Map<String, String> environment, Optional<SecretStore> store) {
    this.report = report;
    this.secrets = new Secrets(environment, store, report);
  }

  /**
   * The platform under one profile, to look at: references to secrets of AWS are checked and not
   * followed, what they stand for is missing.
   *
   * @param profile one of the file's profiles; blank for none
   * @param environment what {@code ${env:NAME}} refers to
   * @throws SluiceException SL-1001 with every problem
   */
  public static PlatformDefinition read(
      Path platformYaml, String profile, Map<String, String> environment) {
    return load(platformYaml, profile, environment).require();
  }

  /**
   * The same, to use.
   *
   * @param store what {@code ${aws-secret:arn}} refers to; asked for no other profile's
   */
  public static PlatformDefinition read(
      Path platformYaml, String profile, Map<String, String> environment, SecretStore store) {
    return load(platformYaml, profile, environment, Optional.of(store)).require();
  }

  /** The platform to look at, without throwing. */
  public static Loaded load(Path platformYaml, String profile, Map<String, String> environment) {
    return load(platformYaml, profile, environment, Optional.empty());
  }

  private static Loaded load(
      Path platformYaml,
      String profile,
      Map<String, String> environment,
      Optional<SecretStore> store) {
    Report report = new Report(platformYaml);
    PlatformReader reader = new PlatformReader(report, environment, store);
    Optional<PlatformDefinition> platform =
        YamlFile.text(report)
            .flatMap(text -> YamlFile.root(text, report))
            .map(root -> reader.platform(root, profile));
    return new Loaded(report.isClean() ? platform : Optional.empty(), report.problems());
  }

  private PlatformDefinition platform(YamlNode root, String profile) {
    YamlObject file = root.object(PlatformKeys.ROOT);
    file.get("apiVersion").ifPresent(node -> node.oneOf(Map.of(API_VERSION, API_VERSION)));
    file.get("kind").ifPresent(node -> node.oneOf(Map.of("Platform", "Platform")));
    Map<String, PlatformLayer> profiles =
        file.get("profiles").map(PlatformReader::profiles).orElse(Map.of());
    PlatformLayer base = PlatformLayer.read(file);
    if (profile.isBlank()) {
      return resolve(base);
    }
    if (!profiles.containsKey(profile)) {
      report.problem(
          "profiles",
          "Unknown profile: " + Shown.text(profile),
          profiles.isEmpty() ? "the file has none" : Nearest.hint(profile, profiles.keySet()));
      return resolve(base);
    }
    return resolve(base.with(profiles.get(profile)));
  }

  private static Map<String, PlatformLayer> profiles(YamlNode node) {
    Map<String, PlatformLayer> profiles = new LinkedHashMap<>();
    node.entries()
        .forEach(
            (name, profile) ->
                profiles.put(name, PlatformLayer.read(profile.object(PlatformKeys.PROFILE))));
    return profiles;
  }

  private PlatformDefinition resolve(PlatformLayer layer) {
    Map<String, Cluster> clusters = new HashMap<>();
    layer.clusters().forEach((name, cluster) -> clusters.put(name, cluster(name, cluster)));
    return new PlatformDefinition(
        layer.lake().flatMap(secrets::resolve).orElse(""),
        clusters,
        layer.redis().flatMap(this::redis),
        layer.lanes().orElse(LaneOption.LIVE),
        layer.tables().orElse(DEFAULT_TABLES),
        layer.gold().orElse(DEFAULT_GOLD),
        layer.metrics(),
        layer.registry().flatMap(this::registry),
        keys(layer.hmacKeys().orElse(List.of())));
  }

  /** A key that stands there twice under different ids signs the same: rotating it does nothing. */
  private List<HmacKey> keys(List<KeyLayer> layers) {
    List<HmacKey> keys = new ArrayList<>();
    for (KeyLayer layer : layers) {
      secrets
          .resolve(layer.secret())
          .filter(secret -> isKey(secret, layer, keys))
          .ifPresent(secret -> keys.add(new HmacKey(layer.id(), secret)));
    }
    return keys;
  }

  private boolean isKey(String secret, KeyLayer layer, List<HmacKey> others) {
    if (secrets.leavesUnread(layer.secret())) {
      return true;
    }
    String path = layer.secret().path();
    boolean isLong = new HmacKey(layer.id(), secret).bytes().length >= HmacKey.MIN_BYTES;
    Optional<HmacKey> same =
        others.stream().filter(other -> other.secret().equals(secret)).findFirst();
    if (!isLong) {
      report.problem(
          path,
          "Key too short: " + path,
          "at least " + HmacKey.MIN_BYTES + " bytes, such as `openssl rand -hex 32` gives");
    }
    same.ifPresent(
        other -> report.problem(path, "One key under two ids: " + other.id() + ", " + layer.id()));
    return isLong && same.isEmpty();
  }

  private Optional<Registry> registry(RegistryLayer layer) {
    Optional<String> user = layer.user().flatMap(secrets::resolve);
    Optional<String> password = layer.password().flatMap(secrets::resolve);
    if (layer.user().isPresent() != layer.password().isPresent()) {
      report.problem(
          layer.path(),
          "A login needs both: " + layer.path() + ".user and " + layer.path() + ".password");
    }
    Optional<Login> login = user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    return layer
        .url()
        .flatMap(this::registryUrl)
        .map(
            url ->
                new Registry(
                    url,
                    login,
                    layer.timeout().orElse(Registry.TIMEOUT),
                    layer.hold().orElse(Registry.HOLD)));
  }

  /** The value is not shown: it may hold a password. */
  private Optional<URI> registryUrl(Setting setting) {
    Optional<String> text = secrets.resolve(setting);
    if (secrets.leavesUnread(setting)) {
      return text.map(unread -> UNREAD_URL);
    }
    Optional<URI> url = text.flatMap(PlatformReader::httpUrl);
    if (text.isPresent() && url.isEmpty()) {
      report.problem(
          setting.path(),
          "Invalid value for " + setting.path(),
          "such as https://registry:8081, the login beside it as user and password");
    }
    return url;
  }

  private static Optional<URI> httpUrl(String text) {
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean isUrl =
          HTTP_SCHEMES.contains(uri.getScheme())
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      return isUrl ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Cluster cluster(String name, ClusterLayer layer) {
    if (layer.bootstrapServers().isEmpty()) {
      String path = "clusters." + name;
      report.problem(path, "Missing required key: " + path + ".bootstrapServers");
    }
    Map<String, String> options = new HashMap<>();
    layer
        .options()
        .forEach(
            (option, setting) ->
                secrets.resolve(setting).ifPresent(value -> options.put(option, value)));
    return new Cluster(name, layer.bootstrapServers().flatMap(this::servers).orElse(""), options);
  }

  private Optional<String> servers(Setting setting) {
    Optional<String> servers = secrets.resolve(setting);
    if (servers.isPresent()
        && !secrets.leavesUnread(setting)
        && !SERVERS.matcher(servers.get()).matches()) {
      report.problem(
          setting.path(),
          "Invalid value for " + setting.path() + ": " + Shown.text(setting.text()),
          "host:port, more of them after commas");
    }
    return servers;
  }

  /** The value is not shown: it may hold a password. */
  private Optional<String> redis(Setting setting) {
    Optional<String> redis = secrets.resolve(setting);
    if (redis.isPresent() && !secrets.leavesUnread(setting) && !isRedis(redis.get())) {
      report.problem(
          setting.path(), "Invalid value for " + setting.path(), "such as redis://127.0.0.1:6379");
    }
    return redis;
  }

  private static boolean isRedis(String text) {
    try {
      URI uri = new URI(text);
      return REDIS_SCHEMES.contains(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * What was read.
   *
   * @param platform empty when there is a problem
   * @param problems by line and column
   */
  public record Loaded(Optional<PlatformDefinition> platform, List<Problem> problems) {
    public Loaded {
      problems = List.copyOf(problems);
    }

    /**
     * The platform.
     *
     * @throws SluiceException SL-1001 with every problem
     */
    public PlatformDefinition require() {
      return platform.orElseThrow(
          () -> Errors.invalidDefinition(problems.stream().map(Problem::toString).toList()));
    }
  }
}
