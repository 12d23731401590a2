package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.MetricsAddress;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.SilverShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the lanes of several datasets on one lake, under its lease, until it is stopped. Must stay
 * on the driver.
 */
public final class Supervisor implements AutoCloseable {
  private final PlatformDefinition platform;
  private final Lease lease;
  private final List<DatasetRun> datasets;
  private final LogCheckpoints checkpoints;
  private final Optional<MetricsServer> metrics;
  private final RequestLoop requests;
  private final List<String> warnings;
  private final Instant startedAt = Instant.now();

  private Supervisor(
      PlatformDefinition platform,
      Lease lease,
      List<DatasetRun> datasets,
      LogCheckpoints checkpoints,
      RequestLoop requests,
      Optional<MetricsServer> metrics,
      List<String> warnings) {
    this.platform = platform;
    this.lease = lease;
    this.datasets = datasets;
    this.checkpoints = checkpoints;
    this.metrics = metrics;
    this.requests = requests;
    this.warnings = warnings;
  }

  /**
   * Takes the lease and starts all lanes.
   *
   * @throws SluiceException SL-2001 when another driver holds the lake, SL-4081 when a definition
   *     would change columns of silver, SL-4083 when it would show what is protected
   */
  public static Supervisor start(
      SparkSession session,
      PlatformDefinition platform,
      List<AnalyzedDataset> datasets,
      WriteObserver observer) {
    return start(session, platform, datasets, observer, System::nanoTime);
  }

  /**
   * The same with another clock for what the driver asks of itself.
   *
   * @param nanoClock such as {@link System#nanoTime}
   */
  static Supervisor start(
      SparkSession session,
      PlatformDefinition platform,
      List<AnalyzedDataset> datasets,
      WriteObserver observer,
      LongSupplier nanoClock) {
    Lease lease =
        Leases.of(new Lake(platform.lake()), session.sparkContext().hadoopConfiguration()).driver();
    Supervisor made;
    try {
      made = make(session, platform, lease, datasets, observer, nanoClock);
    } catch (Throwable notMade) {
      lease.close();
      throw notMade;
    }
    return made.begin();
  }

  /** Everything a driver needs, of which only the metrics' server runs. */
  private static Supervisor make(
      SparkSession session,
      PlatformDefinition platform,
      Lease lease,
      List<AnalyzedDataset> datasets,
      WriteObserver observer,
      LongSupplier nanoClock) {
    Lake lake = new Lake(platform.lake());
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    Epochs epochs = new Epochs(lake, hadoop);
    List<DatasetContext> contexts =
        datasets.stream()
            .map(dataset -> DatasetContext.of(session, dataset, platform, observer))
            .toList();
    // All of them before the first is touched: what a driver cannot go on with changes nothing.
    contexts.forEach(context -> SilverShape.require(context.silverTable(), context.dataset()));
    DefinitionKeeper keeper = new DefinitionKeeper(platform, hadoop);
    datasets.forEach(keeper::requireProtection);
    List<String> warnings = datasets.stream().flatMap(each -> keeper.keep(each).stream()).toList();
    contexts.forEach(DatasetContext::widenSilver);
    Map<String, LaneMeters> meters = new ConcurrentHashMap<>();
    List<DatasetRun> runs =
        datasets.stream()
            .map(
                dataset ->
                    new DatasetRun(
                        dataset,
                        next ->
                            running(
                                DatasetContext.of(session, next, platform, observer)
                                    .with(meters.computeIfAbsent(next.name(), LaneMeters::new)),
                                epochs)))
            .toList();
    DriversLanes lanes = new DriversLanes(runs);
    RequestContext context = new RequestContext(session, platform, lanes, observer);
    SchemaRedrive redrive =
        new SchemaRedrive(
            context,
            () -> runs.stream().map(run -> run.context().dataset()).toList(),
            new RedriveTimes(nanoClock));
    DriverRequests handler =
        new DriverRequests(
            new Swap(context),
            new Maintenance(
                session,
                platform,
                lanes::goldTurn,
                (dataset, violations) ->
                    meters.computeIfAbsent(dataset, LaneMeters::new).audited(violations)),
            new GenerationRemoval(lake, hadoop),
            new Resume(new HoldFiles(lake, hadoop), lanes::gate),
            new QuarantineRequests(context),
            new Apply(context),
            new ErasureRequests(context));
    return new Supervisor(
        platform,
        lease,
        runs,
        new LogCheckpoints(() -> runs.stream().map(DatasetRun::context).toList()),
        new RequestLoop(new Requests(lake, hadoop), handler, redrive::round),
        platform.metrics().map(address -> serve(address, runs)),
        warnings);
  }

  /** Starts the lanes; if one cannot, ends those that run before the lease is given back. */
  private Supervisor begin() {
    try {
      datasets.forEach(DatasetRun::start);
      checkpoints.start();
      requests.start();
      return this;
    } catch (Throwable notStarted) {
      closeAfter(notStarted);
      throw notStarted;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
    } catch (RuntimeException notClosed) {
      failure.addSuppressed(notClosed);
    }
  }

  private static MetricsServer serve(MetricsAddress address, List<DatasetRun> runs) {
    DriverMetrics metrics = new DriverMetrics(runs);
    return MetricsServer.start(
        address, metrics::scrape, () -> DriverHealth.of(runs, Instant.now()));
  }

  private static DatasetRun.Running running(DatasetContext context, Epochs epochs) {
    return new DatasetRun.Running(context, new DatasetLanes(context, epochs));
  }

  /** Whether any stream may still run; false when all have ended for good, or the lease is lost. */
  public boolean isAlive() {
    return lease.lost().isEmpty() && datasets.stream().anyMatch(DatasetRun::isAlive);
  }

  /** The loss of the lease, or what ended the first stream that ended for good. */
  public Optional<SluiceException> ended() {
    return lease
        .lost()
        .or(() -> datasets.stream().flatMap(lanes -> lanes.ended().stream()).findFirst());
  }

  /** What everything is doing. */
  public DriverStatus status() {
    return new DriverStatus(
        ProcessHandle.current().pid(),
        platform.lake(),
        startedAt,
        Instant.now(),
        metrics.map(server -> server.uri().toString()).orElse(""),
        Stream.concat(
                warnings.stream(), datasets.stream().flatMap(lanes -> lanes.warnings().stream()))
            .toList(),
        datasets.stream().flatMap(lanes -> lanes.hold().stream()).toList(),
        datasets.stream().flatMap(lanes -> lanes.lanes().stream()).toList(),
        datasets.stream().flatMap(lanes -> lanes.stages().stream()).toList());
  }

  /** Lets every lane finish and flush its batch, then gives the lease back. */
  @Override
  public void close() throws InterruptedException {
    // All are asked before any is waited for: a driver has only so long to end.
    datasets.forEach(DatasetRun::askSourceToStop);
    requests.close();
    for (DatasetRun run : datasets) {
      run.stop();
    }
    checkpoints.close();
    metrics.ifPresent(MetricsServer::close);
    lease.close();
  }
}
