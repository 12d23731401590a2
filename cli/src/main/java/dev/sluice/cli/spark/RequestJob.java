package dev.sluice.cli.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.Apply;
import dev.sluice.lanes.ErasureRequests;
import dev.sluice.lanes.Leases;
import dev.sluice.lanes.Maintenance;
import dev.sluice.lanes.QuarantineRequests;
import dev.sluice.lanes.Request;
import dev.sluice.lanes.RequestClient;
import dev.sluice.lanes.RequestHandler;
import dev.sluice.lanes.Requests;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Requests done by the driver, or in this process, which then starts Spark. */
public final class RequestJob implements AutoCloseable {
  private final PlatformDefinition platform;
  private final Path scratch;
  private final Handlers handlers;
  private final RequestClient client;
  private LocalSession spark;
  private boolean doneHere;

  /** Who does requests where there is no driver. */
  private interface Handlers {
    RequestHandler withoutLanes(SparkSession session, PlatformDefinition platform);
  }

  private RequestJob(
      PlatformDefinition platform, Path scratch, Handlers handlers, Consumer<String> say) {
    this.platform = platform;
    this.scratch = scratch;
    this.handlers = handlers;
    Lake lake = new Lake(platform.lake());
    Configuration hadoop = Sessions.hadoop();
    this.client =
        new RequestClient(Leases.of(lake, hadoop), new Requests(lake, hadoop), this::handle, say);
  }

  /**
   * Of tables.
   *
   * @param scratch for what Spark leaves behind
   * @param say takes a line of progress now and then
   */
  public static RequestJob maintenance(
      PlatformDefinition platform, Path scratch, Consumer<String> say) {
    return new RequestJob(platform, scratch, Maintenance::withoutLanes, say);
  }

  /**
   * Of refused rows.
   *
   * @param scratch for what Spark leaves behind
   * @param say takes a line of progress now and then
   */
  public static RequestJob quarantine(
      PlatformDefinition platform, Path scratch, Consumer<String> say) {
    return new RequestJob(platform, scratch, QuarantineRequests::withoutLanes, say);
  }

  /**
   * Of definitions.
   *
   * @param scratch for what Spark leaves behind
   * @param say takes a line of progress now and then
   */
  public static RequestJob apply(PlatformDefinition platform, Path scratch, Consumer<String> say) {
    return new RequestJob(platform, scratch, Apply::withoutLanes, say);
  }

  /**
   * Of persons' rows.
   *
   * @param scratch for what Spark leaves behind
   * @param say takes a line of progress now and then
   */
  public static RequestJob erasure(
      PlatformDefinition platform, Path scratch, Consumer<String> say) {
    return new RequestJob(platform, scratch, ErasureRequests::withoutLanes, say);
  }

  /**
   * What an erasure would do, as {@link ErasureRequests#plan} says; looked at in this process.
   *
   * @param subject the person's id
   */
  public JsonNode plan(Request.Erase request, String subject) {
    return ErasureRequests.withoutLanes(session(), platform).plan(request, subject);
  }

  /**
   * Has one done, waits for it, and says who did it: {@code done_by} is {@code driver} or {@code
   * command}.
   */
  public JsonNode execute(Request request) throws InterruptedException {
    doneHere = false;
    ObjectNode result = (ObjectNode) client.execute(request);
    return result.put("done_by", doneHere ? "command" : "driver");
  }

  private JsonNode handle(Request request, RequestHandler.Work work) throws Exception {
    doneHere = true;
    return handlers.withoutLanes(session(), platform).handle(request, work);
  }

  private SparkSession session() {
    if (spark == null) {
      spark = LocalSession.open("sluice", scratch);
    }
    return spark.session();
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.close();
    }
  }
}
