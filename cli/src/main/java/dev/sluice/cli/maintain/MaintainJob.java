package dev.sluice.cli.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.spark.LocalSession;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.lanes.Leases;
import dev.sluice.lanes.Maintenance;
import dev.sluice.lanes.Request;
import dev.sluice.lanes.RequestClient;
import dev.sluice.lanes.RequestHandler;
import dev.sluice.lanes.Requests;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Maintenance by the driver, or in this process, which then starts Spark. */
public final class MaintainJob implements AutoCloseable {
  private final PlatformDefinition platform;
  private final Path scratch;
  private final RequestClient client;
  private LocalSession spark;
  private boolean doneHere;

  /**
   * @param scratch for what Spark leaves behind
   * @param say takes a line of progress now and then
   */
  public MaintainJob(PlatformDefinition platform, Path scratch, Consumer<String> say) {
    this.platform = platform;
    this.scratch = scratch;
    Lake lake = new Lake(platform.lake());
    Configuration hadoop = Sessions.hadoop();
    this.client =
        new RequestClient(Leases.of(lake, hadoop), new Requests(lake, hadoop), this::handle, say);
  }

  /**
   * Maintains one table, and says who did it: {@code done_by} is {@code driver} or {@code command}.
   */
  public JsonNode maintain(Request.Maintain request) throws InterruptedException {
    doneHere = false;
    ObjectNode result = (ObjectNode) client.execute(request);
    return result.put("done_by", doneHere ? "command" : "driver");
  }

  private JsonNode handle(Request request, RequestHandler.Work work) throws Exception {
    doneHere = true;
    return Maintenance.withoutLanes(session(), platform).handle(request, work);
  }

  private SparkSession session() {
    if (spark == null) {
      spark = LocalSession.open("maintain", scratch);
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
