package dev.sluice.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.spark.LocalSession;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.lanes.ReplayReport;
import dev.sluice.lanes.ReplayRun;
import dev.sluice.lanes.ReplaySettings;
import dev.sluice.lanes.Request;
import dev.sluice.lanes.RequestClient;
import dev.sluice.lanes.RequestContext;
import dev.sluice.lanes.Swap;
import dev.sluice.trino.TableNames;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** A replay with a Spark session of this process, which it starts and ends. */
public final class ReplayJob implements AutoCloseable {
  private final LocalSession spark;
  private final PlatformDefinition platform;
  private final String dataset;
  private final Consumer<String> say;
  private final ReplayRun run;

  private ReplayJob(
      LocalSession spark,
      PlatformDefinition platform,
      String dataset,
      ReplaySettings settings,
      Consumer<String> say) {
    this.spark = spark;
    this.platform = platform;
    this.dataset = dataset;
    this.say = say;
    this.run = new ReplayRun(spark.session(), platform, dataset, settings, say);
  }

  /**
   * Starts Spark where it does not run yet.
   *
   * @param scratch for what Spark leaves behind
   * @param say takes a line of progress now and then
   */
  public static ReplayJob open(
      PlatformDefinition platform,
      String dataset,
      ReplaySettings settings,
      Path scratch,
      Consumer<String> say) {
    LocalSession spark = LocalSession.open("replay", scratch);
    return new ReplayJob(spark, platform, dataset, settings, say);
  }

  /** Replays into a new generation and compares. */
  public ReplayReport replay(Optional<Path> definition) throws InterruptedException {
    return run.replay(definition);
  }

  /** Brings the generation before up to bronze and returns its number. */
  public int prepareRollback() throws InterruptedException {
    return run.prepareRollback();
  }

  /** Puts a generation in force: by the driver, or here when none runs. */
  public JsonNode swap(int generation) throws InterruptedException {
    SparkSession session = spark.session();
    Lake lake = new Lake(platform.lake());
    Swap own = new Swap(RequestContext.withoutLanes(session, platform));
    JsonNode answer =
        new RequestClient<>(lake, session.sparkContext().hadoopConfiguration(), own, say)
            .execute(new Request.Swap(dataset, generation));
    TableNames.followIfServed(LakeCatalog.look(lake));
    return answer;
  }

  @Override
  public void close() {
    spark.close();
  }
}
