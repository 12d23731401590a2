package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformDefinition.Login;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.common.error.SluiceException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformReaderTest {
  private static final String LEAST =
      """
      apiVersion: sluice/v1
      kind: Platform
      lake: .sluice/lake
      clusters:
        main: {bootstrapServers: "127.0.0.1:9092"}
      """;

  private static final String EVERY_KEY =
      """
      apiVersion: sluice/v1
      kind: Platform
      lake: s3://lake
      clusters:
        main:
          bootstrapServers: a:9092, b:9092
          options:
            security.protocol: SASL_SSL
            sasl.jaas.config: 'PlainLoginModule required username="u" password="${env:KAFKA}";'
            ssl.key.password: ${file:key.txt}
            max.poll.records: 500
      redis: redis://:${env:REDIS}@redis:6379
      lanes: chained
      intervals: {tables: 1 s, gold: 2 s}
      metrics: {host: 0.0.0.0, port: 9400}
      registry: {url: https://registry/, user: u, password: "${env:REDIS}", timeout: 1 s, hold: 2 minutes}
      profiles:
        local:
          lake: .sluice/lake
          clusters:
            main:
              bootstrapServers: 127.0.0.1:9092
              options: {security.protocol: PLAINTEXT}
            other: {bootstrapServers: "127.0.0.1:9093"}
          redis: redis://127.0.0.1:6379
          lanes: live
          intervals: {gold: 3 s}
          metrics: {}
          registry: {url: "http://127.0.0.1:18081/apis/ccompat/v7"}
      """;

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KAFKA",
          "k",
          "REDIS",
          "r",
          "LONG",
          "0123456789abcdef0123456789abcdef",
          "LONGER",
          "0123456789abcdef0123456789abcdefgh");

  private static final String ARN =
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:sluice/main-Ab1";
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String AWS_SECRETS =
      """
      apiVersion: sluice/v1
      kind: Platform
      lake: lake
      clusters: {main: {bootstrapServers: "kafka:9092"}}
      redis: ${aws-secret:%1$s}
      registry: {url: "https://registry", user: sluice, password: "${aws-secret:%1$s#password}"}
      protection: {hmac: [{id: k1, key: "${aws-secret:%1$s#key}"}]}
      """
          .formatted(ARN);

  @TempDir Path folder;

  @Test
  void defaults() {
    assertThat(read(LEAST, ""))
        .isEqualTo(
            new PlatformDefinition(
                ".sluice/lake",
                Map.of("main", new Cluster("main", "127.0.0.1:9092", Map.of())),
                Optional.empty(),
                LaneOption.LIVE,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4)));
  }

  @Test
  void everyKeySet() {
    DefinitionFile.write(folder.resolve("key.txt"), "secret\n");
    assertThat(read(EVERY_KEY, ""))
        .isEqualTo(
            new PlatformDefinition(
                "s3://lake",
                Map.of(
                    "main",
                    new Cluster(
                        "main",
                        "a:9092, b:9092",
                        Map.of(
                            "security.protocol",
                            "SASL_SSL",
                            "sasl.jaas.config",
                            "PlainLoginModule required username=\"u\" password=\"k\";",
                            "ssl.key.password",
                            "secret",
                            "max.poll.records",
                            "500"))),
                Optional.of("redis://:r@redis:6379"),
                LaneOption.CHAINED,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.of(new MetricsAddress("0.0.0.0", 9400)),
                Optional.of(
                    new Registry(
                        URI.create("https://registry"),
                        Optional.of(new Login("u", "r")),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2))),
                List.of()));
  }

  @Test
  void aProfileSaysOnlyWhatIsDifferent() {
    DefinitionFile.write(folder.resolve("key.txt"), "secret\n");
    PlatformDefinition local = read(EVERY_KEY, "local");
    assertThat(local.lake()).isEqualTo(".sluice/lake");
    assertThat(local.redis()).contains("redis://127.0.0.1:6379");
    assertThat(local.lanes()).isEqualTo(LaneOption.LIVE);
    assertThat(local.tables()).isEqualTo(Duration.ofSeconds(1));
    assertThat(local.goldInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(local.metrics()).contains(new MetricsAddress("127.0.0.1", 9464));
    assertThat(local.registry())
        .contains(Registry.at(URI.create("http://127.0.0.1:18081/apis/ccompat/v7")));
    assertThat(local.clusters()).containsOnlyKeys("main", "other");
    assertThat(local.clusters().get("main").bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(local.clusters().get("main").options())
        .containsEntry("security.protocol", "PLAINTEXT")
        .containsEntry("max.poll.records", "500");
  }

  @Test
  void referencesOfOtherProfilesNeedNotResolve() {
    assertThat(problems(LEAST + "profiles: {emr: {redis: 'redis://${aws-secret:arn}'}}\n", ""))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValues(String text, List<String> problems) {
    assertThat(problems(text, "")).isEqualTo(problems);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad("empty", "", "1:1: The file is empty"),
        bad(
            "nothing",
            "{}",
            "1:1: Missing required key: apiVersion",
            "1:1: Missing required key: kind",
            "1:1: Missing required key: lake",
            "1:1: Missing required key: clusters"),
        bad(
            "a dataset",
            LEAST.replace("Platform", "Dataset"),
            "2:7: Invalid value for kind: Dataset (known: Platform)"),
        bad(
            "unknown keys",
            LEAST + "radis: x\nprofiles: {local: {kind: Platform}}\n",
            "6:1: Unknown key: radis (did you mean redis?)",
            "7:20: Unknown key: profiles.local.kind (known: clusters, intervals, lake, lanes,"
                + " metrics, protection, redis, registry)"),
        bad(
            "a cluster without servers",
            LEAST.replace("{bootstrapServers: \"127.0.0.1:9092\"}", "{}"),
            "5:9: Missing required key: clusters.main.bootstrapServers"),
        bad(
            "servers without a port",
            LEAST.replace("127.0.0.1:9092", "localhost"),
            "5:28: Invalid value for clusters.main.bootstrapServers: localhost (host:port, more of"
                + " them after commas)"),
        bad(
            "redis over another protocol",
            LEAST + "redis: http://127.0.0.1\n",
            "6:8: Invalid value for redis (such as redis://127.0.0.1:6379)"),
        bad(
            "redis with a literal password",
            LEAST + "redis: redis://:geheim@127.0.0.1:6379\n",
            "6:8: Literal secret: redis (" + Secrets.HINT + ")"),
        bad(
            "redis with half a reference",
            LEAST + "redis: redis://u:x${env:REDIS}@127.0.0.1:6379\n",
            "6:8: Literal secret: redis (" + Secrets.HINT + ")"),
        bad(
            "lanes",
            LEAST + "lanes: chain\n",
            "6:8: Invalid value for lanes: chain (did you mean chained?)"),
        bad(
            "intervals",
            LEAST + "intervals: {tables: often, gold: 0 s, silver: 1 s}\n",
            "6:21: Invalid value for intervals.tables: often (" + Durations.HINT + ")",
            "6:34: Invalid value for intervals.gold: 0 s (longer than nothing and at most 36500"
                + " days)",
            "6:39: Unknown key: intervals.silver (known: gold, tables)"),
        bad(
            "a port",
            LEAST + "metrics: {port: 70000}\n",
            "6:17: Expected a port from 0 to 65535 for metrics.port, found the number 70000"),
        bad(
            "a registry without a URL",
            LEAST + "registry: {timeout: 0 s}\n",
            "6:11: Missing required key: registry.url",
            "6:21: Invalid value for registry.timeout: 0 s (longer than nothing and at most 36500"
                + " days)"),
        bad(
            "a registry over another protocol",
            LEAST + "registry: {url: 'ftp://registry'}\n",
            "6:17: Invalid value for registry.url (such as https://registry:8081, the login beside"
                + " it as user and password)"),
        bad(
            "a registry's user without a password",
            LEAST + "registry: {url: 'http://r', user: u}\n",
            "6:11: A login needs both: registry.user and registry.password"),
        bad(
            "a registry's literal password",
            LEAST + "registry: {url: 'http://r', user: u, password: geheim}\n",
            "6:11: A login needs both: registry.user and registry.password",
            "6:48: Literal secret: registry.password (" + Secrets.HINT + ")"),
        bad(
            "a login in the registry's URL",
            LEAST + "registry: {url: 'http://u:geheim@r'}\n",
            "6:17: Literal secret: registry.url (" + Secrets.HINT + ")"),
        bad(
            "a literal password",
            options("ssl.key.password: geheim"),
            "5:74: Literal secret: clusters.main.options.ssl.key.password (" + Secrets.HINT + ")"),
        bad(
            "a literal password that is a number",
            options("ssl.key.password: 1234"),
            "5:74: Literal secret: clusters.main.options.ssl.key.password (" + Secrets.HINT + ")"),
        bad(
            "a login line in clear",
            options("sasl.jaas.config: 'M required username=\"u\" password=\"p\";'"),
            "5:74: Literal secret: clusters.main.options.sasl.jaas.config (" + Secrets.HINT + ")"),
        bad(
            "a login line with a reference and a literal password",
            options("sasl.jaas.config: 'M required username=\"${env:KAFKA}\" password=p;'"),
            "5:74: Literal secret: clusters.main.options.sasl.jaas.config (" + Secrets.HINT + ")"),
        bad(
            "a setting of ours",
            options("isolation.level: read_uncommitted"),
            "5:73: Setting is ours: isolation.level (Sluice's promises rest on it: leave it out)"),
        bad(
            "a key in clear",
            key("{id: k1, key: 0123456789abcdef0123456789abcdef}"),
            "8:21: Literal secret: protection.hmac[0].key (" + Secrets.HINT + ")"),
        bad(
            "a key in clear that is a number",
            key("{id: k1, key: 12345678901234567890123456789012}"),
            "8:21: Literal secret: protection.hmac[0].key (" + Secrets.HINT + ")"),
        bad(
            "half a key in clear",
            key("{id: k1, key: 'abc${env:KAFKA}'}"),
            "8:21: Literal secret: protection.hmac[0].key (" + Secrets.HINT + ")"),
        bad(
            "a key that is too short",
            key("{id: k1, key: '${env:KAFKA}'}"),
            "8:21: Key too short: protection.hmac[0].key (at least 32 bytes, such as `openssl rand"
                + " -hex 32` gives)"),
        bad(
            "an id that could not be told from what follows",
            key("{id: 'k:1', key: '${env:LONG}'}"),
            "8:12: Invalid value for protection.hmac[0].id: k:1 (lower-case letters, digits, _ and"
                + " -, beginning with a letter, at most 16)"),
        bad(
            "one id, two keys",
            key("{id: k1, key: '${env:LONG}'}\n    - {id: k1, key: '${env:LONGER}'}"),
            "9:7: Two keys have the id k1"),
        bad(
            "one key, two ids",
            key("{id: k1, key: '${env:LONG}'}\n    - {id: k2, key: '${env:LONG}'}"),
            "9:21: One key under two ids: k1, k2"),
        bad(
            "a missing variable",
            options("ssl.key.password: '${env:NONE}'"),
            "5:74: Missing environment variable: clusters.main.options.ssl.key.password: NONE"),
        bad(
            "a missing file",
            options("ssl.key.password: '${file:none}'"),
            "5:74: Cannot read secret file: clusters.main.options.ssl.key.password: none (is it"
                + " there?)"),
        bad(
            "a secret of AWS",
            options("ssl.key.password: '${aws-secret:arn:aws:x}'"),
            "5:74: Invalid AWS secret: clusters.main.options.ssl.key.password: arn:aws:x ("
                + AwsSecretReference.HINT
                + ")"),
        bad(
            "an unknown reference",
            options("ssl.key.password: '${evn:KAFKA}'"),
            "5:74: Unknown reference: clusters.main.options.ssl.key.password: ${evn:...} (did you"
                + " mean env?)"));
  }

  @Test
  void anUnknownProfileIsAProblem() {
    DefinitionFile.write(folder.resolve("key.txt"), "secret\n");
    assertThat(problems(EVERY_KEY, "locl"))
        .containsExactly("18:3: Unknown profile: locl (did you mean local?)");
    assertThat(problems(LEAST, "local"))
        .containsExactly("1:1: Unknown profile: local (the file has none)");
  }

  @Test
  void everyProblemIsThrownAtOnce() {
    Path file = DefinitionFile.write(folder.resolve("platform.yaml"), "kind: Platform\nlak: a\n");
    assertThatThrownBy(() -> PlatformReader.read(file, "", Map.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Unknown key: lak (did you mean lake?)")
        .hasMessageContaining("Missing required key: clusters");
  }

  @Test
  void secretsAreNotPrinted() {
    DefinitionFile.write(folder.resolve("key.txt"), "geheim");
    assertThat(read(EVERY_KEY, "").toString())
        .contains("ssl.key.password")
        .doesNotContain("geheim")
        .doesNotContain("password=\"k\"");
  }

  @Test
  void secretsOfAwsAreReadWhenThePlatformIsUsed() {
    Map<String, String> secrets =
        Map.of(ARN, "redis://:geheim@cache:6379", ARN + "#password", "secret", ARN + "#key", KEY);
    SecretStore store = reference -> find(secrets, reference);
    PlatformDefinition platform = PlatformReader.read(file(AWS_SECRETS), "", ENVIRONMENT, store);
    assertThat(platform.redis()).contains("redis://:geheim@cache:6379");
    assertThat(platform.registry().orElseThrow().login().orElseThrow().password())
        .isEqualTo("secret");
    assertThat(platform.hmacKeys()).containsExactly(new HmacKey("k1", KEY));

    assertThatThrownBy(
            () ->
                PlatformReader.read(
                    file(AWS_SECRETS.replace("#key", "#other")), "", ENVIRONMENT, store))
        .hasMessageContaining(
            "Cannot read AWS secret: protection.hmac[0].key: " + ARN + "#other (not there)")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void whoOnlyLooksAtAPlatformNeedsNoSecretOfAws() {
    assertThat(PlatformReader.load(file(AWS_SECRETS), "", ENVIRONMENT).problems()).isEmpty();
    assertThat(PlatformReader.read(file(AWS_SECRETS), "", ENVIRONMENT).hmacKeys())
        .extracting(HmacKey::id)
        .containsExactly("k1");
  }

  private static String find(Map<String, String> secrets, AwsSecretReference reference)
      throws SecretStore.Unreadable {
    String name = reference.arn() + reference.field().map(field -> "#" + field).orElse("");
    if (!secrets.containsKey(name)) {
      throw new SecretStore.Unreadable("not there");
    }
    return secrets.get(name);
  }

  private Path file(String text) {
    return DefinitionFile.write(folder.resolve("platform.yaml"), text);
  }

  @Test
  void keysAreReferencesAndTheirOrderStays() {
    PlatformDefinition platform =
        read(
            key("{id: k2, key: '${env:LONGER}'}\n    - {id: k1, key: '${env:LONG}'}")
                + "profiles: {other: {protection: {hmac: [{id: o, key: '${env:LONG}'}]}}}\n",
            "");
    assertThat(platform.hmacKeys()).extracting(HmacKey::id).containsExactly("k2", "k1");
    assertThat(platform.hmacKeys().get(0).secret()).isEqualTo(ENVIRONMENT.get("LONGER"));
    assertThat(platform.toString()).doesNotContain("0123");
  }

  private static String key(String key) {
    return LEAST + "protection:\n  hmac:\n    - " + key + "\n";
  }

  private static String options(String option) {
    return LEAST.replace("9092\"}", "9092\", options: {" + option + "}}");
  }

  private static Arguments bad(String name, String text, String... problems) {
    return Arguments.argumentSet(name, text, List.of(problems));
  }

  private PlatformDefinition read(String text, String profile) {
    assertThat(problems(text, profile)).isEmpty();
    return PlatformReader.read(folder.resolve("platform.yaml"), profile, ENVIRONMENT);
  }

  private List<String> problems(String text, String profile) {
    Path file = DefinitionFile.write(folder.resolve("platform.yaml"), text);
    return DefinitionFile.shown(PlatformReader.load(file, profile, ENVIRONMENT).problems());
  }
}
