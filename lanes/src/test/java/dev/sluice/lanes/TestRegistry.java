package dev.sluice.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.local.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One schema registry for all tests of this module, started on first use. */
final class TestRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final RegistryServer SERVER = RegistryServer.start();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
  }

  private TestRegistry() {}

  /** For tests that pause it, and resume it before they end. */
  static RegistryServer server() {
    return SERVER;
  }

  /** A platform with this registry, which has half a second for an answer. */
  static PlatformDefinition on(PlatformDefinition platform) {
    return platform.withRegistry(
        new Registry(
            SERVER.uri(), Optional.empty(), Duration.ofMillis(500), Duration.ofMinutes(5)));
  }

  /** Registers a schema and gives its id. */
  static int register(String subject, String type, String schema) {
    try {
      String body = JSON.writeValueAsString(Map.of("schema", schema, "schemaType", type));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(SERVER.uri() + "/subjects/" + subject + "/versions"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.body());
      }
      return JSON.readTree(response.body()).get("id").intValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An event behind a zero byte and the id of its schema. */
  static byte[] wired(int id, byte[] event) {
    return ByteBuffer.allocate(5 + event.length).put((byte) 0).putInt(id).put(event).array();
  }
}
