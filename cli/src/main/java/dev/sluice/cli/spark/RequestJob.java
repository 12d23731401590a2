package dev.sluice.cli.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Console;
import dev.sluice.cli.Progress;
import dev.sluice.cli.ScratchDirectory;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.Request;
import dev.sluice.lanes.RequestClient;
import dev.sluice.lanes.RequestContext;
import dev.sluice.lanes.RequestHandler;
import java.util.function.Function;

/**
 * The requests of one command: done by the driver, or in this process, which then starts Spark.
 * Whoever does them says on stderr how far they are.
 *
 * @param <R> the kinds of requests
 */
public final class RequestJob<R extends Request> implements AutoCloseable {
  private final PlatformDefinition platform;
  private final Function<RequestContext, RequestHandler<R>> own;
  private final ScratchDirectory scratch;
  private final Progress progress;
  private final RequestClient<R> client;
  private LocalSession spark;
  private boolean doneHere;

  /**
   * @param command names the folder for what Spark leaves behind
   * @param own does the requests where there is no driver
   */
  public RequestJob(
      String command,
      Console console,
      PlatformDefinition platform,
      Function<RequestContext, RequestHandler<R>> own) {
    this.platform = platform;
    this.own = own;
    this.scratch = ScratchDirectory.of(command, console);
    this.progress = new Progress(console);
    this.client =
        new RequestClient<>(
            new Lake(platform.lake()), Sessions.hadoop(), this::handle, progress::say);
  }

  /**
   * Has one done, waits for it, and says who did it: {@code done_by} is {@code driver} or {@code
   * command}.
   */
  public JsonNode execute(R request) throws InterruptedException {
    doneHere = false;
    ObjectNode result = (ObjectNode) client.execute(request);
    return result.put("done_by", doneHere ? "command" : "driver");
  }

  private JsonNode handle(R request, RequestHandler.Work work) throws Exception {
    doneHere = true;
    return own.apply(context()).handle(request, work);
  }

  /** What this process works with; starts Spark. */
  public RequestContext context() {
    if (spark == null) {
      spark = LocalSession.open("sluice", scratch.folder());
    }
    return RequestContext.withoutLanes(spark.session(), platform);
  }

  @Override
  public void close() {
    try (scratch;
        progress) {
      if (spark != null) {
        spark.close();
      }
    }
  }
}
