package dev.sluice.objectstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AwsSecretReference;
import dev.sluice.common.definition.SecretStore.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * {@code GetSecretValue} of AWS Secrets Manager: one signed request (decision 0026). Endpoint and
 * credentials are found as AWS's tools find them.
 */
final class SecretCall {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 3;
  private static final int SERVER_ERROR = 500;

  private final AwsSecretReference reference;
  private final URI endpoint;
  private final AwsCredentials credentials;

  private SecretCall(AwsSecretReference reference, URI endpoint, AwsCredentials credentials) {
    this.reference = reference;
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  static SecretCall of(AwsSecretReference reference) throws Unreadable {
    try (DefaultCredentialsProvider found = DefaultCredentialsProvider.builder().build()) {
      return new SecretCall(reference, endpoint(reference.region()), found.resolveCredentials());
    } catch (SdkClientException e) {
      throw new Unreadable("AWS's SDK finds no credentials for it, or no endpoint");
    }
  }

  private static URI endpoint(String region) {
    return AwsClientEndpointProvider.builder()
        .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_SECRETS_MANAGER")
        .serviceEndpointOverrideSystemProperty("aws.endpointUrlSecretsManager")
        .serviceProfileProperty("secrets_manager")
        .serviceEndpointPrefix("secretsmanager")
        .defaultProtocol("https")
        .region(Region.of(region))
        .build()
        .clientEndpoint();
  }

  /** What an answer says. */
  private record Reply(int status, JsonNode body) {}

  /** The secret as it was stored. */
  String text() throws Unreadable {
    Reply reply = reply();
    if (reply.status() != 200) {
      throw new Unreadable(why(reply));
    }
    JsonNode text = reply.body().path("SecretString");
    if (!text.isTextual()) {
      throw new Unreadable("it is not text");
    }
    return text.asText();
  }

  private Reply reply() throws Unreadable {
    try (SdkHttpClient http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(TIMEOUT)
            .socketTimeout(TIMEOUT)
            .build()) {
      for (int attempt = 1; ; attempt++) {
        try {
          Reply reply = ask(http);
          if (reply.status() < SERVER_ERROR || attempt == ATTEMPTS) {
            return reply;
          }
        } catch (IOException e) {
          if (attempt == ATTEMPTS) {
            throw new Unreadable("no answer from " + endpoint.getAuthority());
          }
        }
      }
    }
  }

  private Reply ask(SdkHttpClient http) throws IOException {
    SignedRequest signed = signed();
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(signed.payload().orElseThrow())
                    .build())
            .call();
    try (InputStream body = response.responseBody().orElseThrow(IOException::new)) {
      return new Reply(response.httpResponse().statusCode(), JSON.readTree(body));
    }
  }

  private SignedRequest signed() {
    byte[] body =
        JSON.createObjectNode()
            .put("SecretId", reference.arn())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("Content-Length", String.valueOf(body.length))
            .putHeader("X-Amz-Target", "secretsmanager.GetSecretValue")
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(credentials)
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, reference.region()));
  }

  /** AWS's own message is left out: it names who asked, and may quote more one day. */
  private static String why(Reply reply) {
    String type = reply.body().path("__type").asText();
    return switch (type.substring(type.indexOf('#') + 1)) {
      case "ResourceNotFoundException" -> "there is no such secret";
      case "AccessDeniedException" -> "access denied: secretsmanager:GetSecretValue is needed";
      case "" -> "answered with status " + reply.status();
      default -> type.substring(type.indexOf('#') + 1) + ", status " + reply.status();
    };
  }
}
