package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestsTest {
  private static final Request SWAP = new Request.Swap("clicks", 2);

  @TempDir Path directory;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private Lake lake;
  private Requests requests;

  @BeforeEach
  void open() {
    lake = new Lake(directory + "/a lake");
    requests = new Requests(lake, Sessions.hadoop());
  }

  @Test
  void withoutADriverTheCommandDoesItUnderTheLease() throws Exception {
    JsonNode result =
        client(
                (request, work) -> {
                  assertThat(request).isEqualTo(SWAP);
                  assertThat(leases().tryDriver()).isEmpty();
                  return text("here");
                })
            .execute(SWAP);

    assertThat(result.asText()).isEqualTo("here");
    assertThat(requests.open()).isEmpty();
    leases().driver().close();
  }

  @Test
  void theDriverThatHoldsTheLeaseDoesIt() throws Exception {
    try (Lease lease = leases().driver();
        RequestLoop driver = driver((request, work) -> progressing(work))) {
      assertThat(client(RequestsTest::never).execute(SWAP).asText()).isEqualTo("by the driver");
      assertThat(said).contains("half way");
    }
  }

  @Test
  void anErrorComesBackAsItself() throws Exception {
    try (Lease lease = leases().driver();
        RequestLoop driver =
            driver(
                (request, work) -> {
                  throw ReplayErrors.swapWouldLose("clicks", "3 rows");
                })) {
      assertThatThrownBy(() -> client(RequestsTest::never).execute(SWAP))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("3 rows")
          .extracting(error -> ((SluiceException) error).code())
          .isEqualTo("SL-2009");
    }
    assertThat(requests.open()).isEmpty();
  }

  @Test
  void whatADriverLeavesOpenTheNextOneDoes() throws Exception {
    CompletableFuture<JsonNode> answer;
    try (Lease lease = leases().driver()) {
      RequestLoop stopped = driver(RequestsTest::untilStopped);
      answer = CompletableFuture.supplyAsync(() -> execute(RequestsTest::never));
      await().until(() -> said.contains("waiting"));
      stopped.close();
      assertThat(requests.open()).hasSize(1);
      try (RequestLoop next = driver((request, work) -> text("by the next"))) {
        assertThat(answer.get().asText()).isEqualTo("by the next");
      }
    }
  }

  @Test
  void theCommandTakesOverFromADriverThatDied() throws Exception {
    CompletableFuture<JsonNode> answer;
    try (Lease lease = leases().driver()) {
      answer = CompletableFuture.supplyAsync(() -> execute((request, work) -> text("myself")));
      await().until(() -> !requests.open().isEmpty());
      requests.progress(requests.open().get(0).id(), "begun");
      await().until(() -> said.contains("begun"));
      assertThat(answer).isNotDone();
    }
    assertThat(answer.get().asText()).isEqualTo("myself");
  }

  private JsonNode execute(RequestHandler<Request> own) {
    try {
      return client(own).execute(SWAP);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Leases leases() {
    return Leases.of(lake, Sessions.hadoop());
  }

  private RequestClient<Request> client(RequestHandler<Request> own) {
    return new RequestClient<>(lake, Sessions.hadoop(), own, said::add);
  }

  private RequestLoop driver(RequestHandler<Request> handler) {
    return new RequestLoop(requests, handler, work -> {}).start();
  }

  private JsonNode progressing(RequestHandler.Work work) {
    work.progress().accept("half way");
    await().until(() -> said.contains("half way"));
    return text("by the driver");
  }

  private static JsonNode untilStopped(Request request, RequestHandler.Work work) {
    work.progress().accept("waiting");
    await().until(work.stopping()::getAsBoolean);
    work.check();
    return text("never");
  }

  private static JsonNode never(Request request, RequestHandler.Work work) {
    throw new AssertionError("the driver should do it");
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }
}
