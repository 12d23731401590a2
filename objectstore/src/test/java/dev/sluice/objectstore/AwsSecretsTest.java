package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.s3.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of a pretended AWS become the platform's. */
class AwsSecretsTest {
  private static final String REGION = "eu-central-1";
  private static MotoServer aws;

  private final Map<String, String> before = new HashMap<>();
  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    aws = MotoServer.start();
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @BeforeEach
  void findIt() {
    set("aws.endpointUrl", aws.endpoint().toString());
    set("aws.accessKeyId", "pretended");
    set("aws.secretAccessKey", "pretended");
  }

  @AfterEach
  void forgetIt() {
    before.forEach(AwsSecretsTest::restore);
  }

  @Test
  void aSecretIsItsTextOrAFieldOfIt() throws Exception {
    String arn = store("sluice/json", "{\"password\": \"geheim-ü\", \"port\": 6379, \"more\": {}}");
    String plain = store("sluice/plain", "0123456789abcdef0123456789abcdef");
    PlatformDefinition platform =
        read(
            "redis://:${aws-secret:%s#password}@cache:${aws-secret:%1$s#port}".formatted(arn),
            plain);
    assertThat(platform.redis()).contains("redis://:geheim-ü@cache:6379");
    assertThat(platform.hmacKeys().get(0).secret()).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @Test
  void whatCannotBeReadIsSaidWithoutWhatCan() throws Exception {
    String json = store("sluice/other", "{\"password\": \"geheim\", \"more\": {}}");
    String text = store("sluice/text", "geheim");
    assertUnreadable(json + "#user", "it has no field user with a text");
    assertUnreadable(json + "#more", "it has no field more with a text");
    assertUnreadable(text + "#user", "it is no JSON object that could have a field");
    assertUnreadable(text + "x", "there is no such secret");
    set("aws.endpointUrl", "http://127.0.0.1:1");
    assertUnreadable(text, "no answer from 127.0.0.1:1");
  }

  private void assertUnreadable(String reference, String why) {
    assertThatThrownBy(() -> read("redis://cache:6379", reference))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(
            "Cannot read AWS secret: protection.hmac[0].key: " + reference + " (" + why + ")")
        .hasMessageNotContaining("geheim");
  }

  private PlatformDefinition read(String redis, String key) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("platform.yaml"),
            """
            apiVersion: sluice/v1
            kind: Platform
            lake: lake
            clusters: {main: {bootstrapServers: "kafka:9092"}}
            redis: "%s"
            protection: {hmac: [{id: k1, key: "${aws-secret:%s}"}]}
            """
                .formatted(redis, key));
    return PlatformReader.read(file, "", Map.of(), new AwsSecrets());
  }

  /** Makes a secret and returns its ARN. */
  private static String store(String name, String text) throws Exception {
    ObjectMapper json = new ObjectMapper();
    String body = json.createObjectNode().put("Name", name).put("SecretString", text).toString();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(aws.endpoint() + "/"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "secretsmanager.CreateSecret")
            // Moto looks no further than for service and region.
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=x/20260101/%s/secretsmanager/aws4_request,"
                        .formatted(REGION)
                    + " SignedHeaders=host, Signature=x")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return json.readTree(answer).path("ARN").asText();
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  private static void restore(String name, String value) {
    if (value.isEmpty()) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
