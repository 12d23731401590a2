package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.PlatformDefinition.Login;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a schema registry for writers' schemas, over Confluent's HTTP API. It tells an id that the
 * registry does not have from a registry that has no answer. Must stay on the driver: it knows the
 * login.
 */
final class RegistryClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA_TYPE =
      "application/vnd.schemaregistry.v1+json, application/json";
  private static final String DEFAULT_TYPE = "AVRO";
  private static final int NOT_FOUND = 404;
  private static final int SCHEMA_NOT_FOUND = 40403;

  private final Registry registry;
  private final HttpClient http;

  RegistryClient(Registry registry) {
    this.registry = registry;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(registry.timeout())
            .build();
  }

  /** The registry did not answer the question; the message says what happened instead. */
  static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The schema of an id; empty when the registry has none. */
  Optional<SchemaAnswer.Known> schema(int id) throws NoAnswer {
    if (id < 0) {
      // Garbage. What a registry says of it is not worth waiting for.
      return Optional.empty();
    }
    Optional<JsonNode> found = get("/schemas/ids/" + id);
    if (found.isPresent() && !found.get().path("schema").isTextual()) {
      throw new NoAnswer("it answers for id " + id + " without a schema", null);
    }
    return found.map(
        answer ->
            new SchemaAnswer.Known(
                answer.path("schemaType").asText(DEFAULT_TYPE),
                answer.path("schema").textValue(),
                !answer.path("references").isEmpty()));
  }

  /** Whether a subject has a version with the schema of an id. */
  boolean isOf(String subject, int id) throws NoAnswer {
    Optional<JsonNode> subjects = get("/schemas/ids/" + id + "/subjects");
    if (subjects.isPresent()) {
      for (JsonNode name : subjects.get()) {
        if (subject.equals(name.textValue())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The JSON at a path; empty when the registry says that there is no such schema. */
  private Optional<JsonNode> get(String path) throws NoAnswer {
    HttpResponse<String> response = send(request(path));
    if (response.statusCode() == 200) {
      return Optional.of(parse(response.body()));
    }
    // A wrong URL is answered with 404 too, but not with the registry's own code.
    boolean isUnknown =
        response.statusCode() == NOT_FOUND
            && parse(response.body()).path("error_code").asInt() == SCHEMA_NOT_FOUND;
    if (!isUnknown) {
      throw new NoAnswer("it answers " + path + " with HTTP " + response.statusCode(), null);
    }
    return Optional.empty();
  }

  private HttpRequest request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .timeout(registry.timeout())
            .header("Accept", MEDIA_TYPE);
    registry.login().ifPresent(login -> request.header("Authorization", basic(login)));
    return request.build();
  }

  private static String basic(Login login) {
    byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** The time-out of the request alone would end with the head of the answer. */
  private HttpResponse<String> send(HttpRequest request) throws NoAnswer {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(registry.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new NoAnswer("no answer within " + registry.timeout().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new NoAnswer(e.getCause().getClass().getSimpleName(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static JsonNode parse(String body) throws NoAnswer {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // The parser's message quotes what was answered.
      throw new NoAnswer("it answers with what is not JSON", null);
    }
  }
}
