package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the lanes of several datasets on one lake, under its lease, until it is stopped. Must stay
 * on the driver.
 */
public final class Supervisor implements AutoCloseable {
  private final PlatformDefinition platform;
  private final Lease lease;
  private final List<DatasetLanes> datasets;
  private final LogCheckpoints checkpoints;
  private final Optional<MetricsServer> metrics;
  private final Instant startedAt = Instant.now();

  private Supervisor(
      PlatformDefinition platform,
      Lease lease,
      List<DatasetLanes> datasets,
      LogCheckpoints checkpoints,
      Optional<MetricsServer> metrics) {
    this.platform = platform;
    this.lease = lease;
    this.datasets = datasets;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
  }

  /**
   * Takes the lease and starts all lanes.
   *
   * @throws SluiceException SL-2001 when another driver holds the lake
   */
  public static Supervisor start(
      SparkSession session,
      PlatformDefinition platform,
      List<AnalyzedDataset> datasets,
      WriteObserver observer) {
    Lake lake = new Lake(platform.lake());
    Lease lease = Lease.acquire(lake);
    try {
      Epochs epochs = new Epochs(lake, session.sparkContext().hadoopConfiguration());
      List<DatasetContext> contexts =
          datasets.stream()
              .map(dataset -> DatasetContext.of(session, dataset, platform, observer))
              .toList();
      List<DatasetLanes> lanes =
          contexts.stream().map(context -> new DatasetLanes(context, epochs)).toList();
      Optional<MetricsServer> metrics = platform.metrics().map(address -> serve(address, lanes));
      lanes.forEach(DatasetLanes::start);
      return new Supervisor(platform, lease, lanes, new LogCheckpoints(contexts), metrics);
    } catch (Throwable notStarted) {
      lease.close();
      throw notStarted;
    }
  }

  private static MetricsServer serve(MetricsAddress address, List<DatasetLanes> lanes) {
    DriverMetrics metrics = new DriverMetrics(lanes);
    return MetricsServer.start(
        address, metrics::scrape, () -> DriverHealth.of(lanes, Instant.now()));
  }

  /** Whether any stream may still run; false when all have ended for good. */
  public boolean isAlive() {
    return datasets.stream().anyMatch(DatasetLanes::isAlive);
  }

  /** What ended the first stream that ended for good. */
  public Optional<SluiceException> ended() {
    return datasets.stream().flatMap(lanes -> lanes.ended().stream()).findFirst();
  }

  /** What everything is doing. */
  public DriverStatus status() {
    return new DriverStatus(
        ProcessHandle.current().pid(),
        platform.lake(),
        startedAt,
        Instant.now(),
        metrics.map(server -> server.uri().toString()).orElse(""),
        datasets.stream().flatMap(lanes -> lanes.warnings().stream()).toList(),
        datasets.stream().flatMap(lanes -> lanes.lanes().stream()).toList(),
        datasets.stream().flatMap(lanes -> lanes.stages().stream()).toList());
  }

  /** Lets every lane finish and flush its batch, then gives the lease back. */
  @Override
  public void close() throws InterruptedException {
    // All are asked before any is waited for: a driver has only so long to end.
    datasets.forEach(DatasetLanes::askStreamsToStop);
    for (DatasetLanes lanes : datasets) {
      lanes.stop();
    }
    checkpoints.close();
    metrics.ifPresent(MetricsServer::close);
    lease.close();
  }
}
