package dev.sluice.silver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.common.definition.PlatformDefinition.Login;
import dev.sluice.common.definition.PlatformDefinition.Registry;
import dev.sluice.silver.RegistryClient.NoAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real registry for what it knows; a server of the JDK for how one can fail. */
class RegistryClientTest {
  private static final String SCHEMA = AvroEvents.writer(AvroEvents.field("id", "\"string\""));

  private HttpServer failing;

  @BeforeEach
  void startServer() throws IOException {
    failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    failing.createContext("/", RegistryClientTest::answer);
    failing.start();
  }

  @AfterEach
  void stopServer() {
    failing.stop(0);
  }

  @Test
  void aRegisteredSchemaIsFoundByItsId() throws NoAnswer {
    int id = TestRegistry.register("client-value", "AVRO", SCHEMA);
    RegistryClient client = new RegistryClient(TestRegistry.patient(Duration.ofSeconds(1)));

    SchemaAnswer.Known known = client.schema(id).orElseThrow();
    assertThat(known.type()).isEqualTo("AVRO");
    assertThat(known.text()).isEqualToIgnoringWhitespace(SCHEMA);
    assertThat(known.hasReferences()).isFalse();
    assertThat(client.isOf("client-value", id)).isTrue();
    assertThat(client.isOf("other-value", id)).isFalse();
  }

  @Test
  void theFormatOfASchemaIsKnown() throws NoAnswer {
    String proto = "syntax = \"proto3\"; message Client { string id = 1; }";
    int id = TestRegistry.register("client-proto-value", "PROTOBUF", proto);
    RegistryClient client = new RegistryClient(TestRegistry.patient(Duration.ofSeconds(1)));

    assertThat(client.schema(id).orElseThrow().type()).isEqualTo("PROTOBUF");
  }

  @Test
  void anIdThatIsNotRegisteredIsUnknown() throws NoAnswer {
    RegistryClient client = new RegistryClient(TestRegistry.patient(Duration.ofSeconds(1)));

    for (int id : new int[] {987_654, 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThat(client.schema(id)).isEmpty();
    }
    assertThat(client.isOf("client-value", 987_654)).isFalse();
  }

  @Test
  void theLoginIsSent() throws NoAnswer {
    Login login = new Login("user", "pass:wörd");
    Registry registry =
        new Registry(url(""), Optional.of(login), Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertThat(new RegistryClient(registry).schema(1))
        .contains(new SchemaAnswer.Known("AVRO", "Basic dXNlcjpwYXNzOnfDtnJk", true));
    assertThat(registry.toString()).doesNotContain("pass");
  }

  @Test
  void aRegistryThatFailsKnowsNothingOfTheId() {
    assertThatThrownBy(() -> client(url("/500")).schema(1))
        .isInstanceOf(NoAnswer.class)
        .hasMessage("it answers /schemas/ids/1 with HTTP 500");
    assertThatThrownBy(() -> client(url("/401")).schema(1)).hasMessageContaining("HTTP 401");
    assertThatThrownBy(() -> client(url("/html")).schema(1))
        .hasMessage("it answers with what is not JSON");
    assertThatThrownBy(() -> client(url("/empty")).schema(1))
        .hasMessageContaining("without a schema");
  }

  @Test
  void aWrongUrlIsNoUnknownSchema() {
    URI wrong = URI.create(TestRegistry.server().uri() + "/nothing");
    assertThatThrownBy(() -> client(wrong).schema(1)).isInstanceOf(NoAnswer.class);
  }

  @Test
  void aRegistryThatIsSlowOrGoneDoesNotAnswer() {
    assertThatThrownBy(() -> client(url("/slow")).schema(1)).hasMessage("no answer within 300 ms");
    assertThatThrownBy(() -> client(url("/dribble")).schema(1))
        .hasMessage("no answer within 300 ms");
    failing.stop(0);
    assertThatThrownBy(() -> client(url("")).schema(1)).hasMessage("ConnectException");
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + failing.getAddress().getPort() + path);
  }

  private static RegistryClient client(URI url) {
    return new RegistryClient(
        new Registry(url, Optional.empty(), Duration.ofMillis(300), Duration.ofSeconds(1)));
  }

  /** What the first part of the path asks for. */
  private static void answer(HttpExchange exchange) throws IOException {
    String how = exchange.getRequestURI().getPath().split("/", 3)[1];
    switch (how) {
      case "500" -> exchange.sendResponseHeaders(500, -1);
      case "401" -> exchange.sendResponseHeaders(401, -1);
      case "html" -> send(exchange, 404, "<html>");
      case "empty" -> send(exchange, 200, "{}");
      case "slow" -> {}
      case "dribble" -> {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
      }
      default ->
          send(
              exchange,
              200,
              "{\"schema\": \""
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + "\", \"references\": [{}]}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }
}
