package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.QuarantineStates;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What all who do requests work with: a session, the platform's lake and its control files, and the
 * lanes that may be writing the tables meanwhile.
 *
 * @param observer is told of every write
 */
public record RequestContext(
    SparkSession session,
    PlatformDefinition platform,
    PausableLanes lanes,
    WriteObserver observer) {
  /** Of a process without lanes, that holds the lake's lease itself. */
  public static RequestContext withoutLanes(SparkSession session, PlatformDefinition platform) {
    return new RequestContext(session, platform, PausableLanes.NONE, WriteObserver.NONE);
  }

  Lake lake() {
    return new Lake(platform.lake());
  }

  Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
  }

  Generations generations() {
    return new Generations(lake(), hadoop());
  }

  DeployedDefinitions definitions() {
    return new DeployedDefinitions(platform, hadoop());
  }

  Leases leases() {
    return Leases.of(lake(), hadoop());
  }

  /** A dataset in one generation. */
  DatasetContext dataset(AnalyzedDataset definition, Generation generation) {
    return DatasetContext.of(session, definition, platform, generation, observer);
  }

  /** The refused rows of a dataset in one generation. */
  QuarantineStates quarantine(String dataset, int generation) {
    return new QuarantineStates(session, lake(), dataset, generation);
  }

  /** Lets a dataset's lanes flush and end, until what is returned is closed. */
  PausedLanes pause(String dataset) throws InterruptedException {
    long begun = System.nanoTime();
    Optional<AnalyzedDataset> ran = lanes.pause(dataset);
    return new PausedLanes(lanes, ran, begun);
  }

  /** Lets the lanes have the machine before the Spark jobs of this thread. */
  void giveWayToLanes() {
    session.sparkContext().setLocalProperty("spark.scheduler.pool", "maintenance");
  }
}
