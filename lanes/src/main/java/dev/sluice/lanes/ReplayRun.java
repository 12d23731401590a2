package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.HoldErrors;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * One replay of a dataset as a command wants it: bronze into a generation beside the one in force,
 * and how the two differ. Runs in the command's process beside the lanes, which notice nothing; it
 * writes only tables that nobody else writes. {@link Request.Swap} then puts the result in force.
 */
public final class ReplayRun {
  private static final Pattern DEFINITION = Pattern.compile("g([1-9][0-9]{0,8})\\.json");

  /** How long it waits for the lanes to come to a point that can be compared. */
  private static final long WAIT_MILLIS = 500;

  private final SparkSession session;
  private final PlatformDefinition platform;
  private final String dataset;
  private final ReplaySettings settings;
  private final Consumer<String> say;
  private final WriteObserver observer;
  private final Lake lake;
  private final Generations generations;
  private final DeployedDefinitions definitions;
  private final HoldFiles holds;
  private final Leases leases;

  /**
   * @param say takes a line of progress now and then
   */
  public ReplayRun(
      SparkSession session,
      PlatformDefinition platform,
      String dataset,
      ReplaySettings settings,
      Consumer<String> say) {
    this(session, platform, dataset, settings, say, WriteObserver.NONE);
  }

  ReplayRun(
      SparkSession session,
      PlatformDefinition platform,
      String dataset,
      ReplaySettings settings,
      Consumer<String> say,
      WriteObserver observer) {
    this.session = session;
    this.platform = platform;
    this.dataset = dataset;
    this.settings = settings;
    this.say = say;
    this.observer = observer;
    this.lake = new Lake(platform.lake());
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    this.generations = new Generations(lake, hadoop);
    this.definitions = new DeployedDefinitions(platform, hadoop);
    this.holds = new HoldFiles(lake, hadoop);
    this.leases = Leases.of(lake, hadoop);
  }

  /**
   * Replays all that bronze has and compares.
   *
   * @param definition the dataset file to replay with; the one deployed when empty
   * @throws dev.sluice.common.error.SluiceException SL-2006 when another replay of the dataset
   *     runs, SL-2007 when no definition is known, SL-2008 when this one cannot be replayed
   */
  public ReplayReport replay(Optional<Path> definition) throws InterruptedException {
    try (Lease lease = leases.replay(dataset)) {
      Generation inForce = generations.inForce(dataset);
      Optional<AnalyzedDataset> deployed = definitions.read(dataset, inForce.number());
      AnalyzedDataset next =
          definition
              .map(this::read)
              .or(() -> deployed)
              .orElseGet(() -> definitions.require(dataset, inForce.number()));
      if (!bronze().exists()) {
        throw ReplayErrors.cannotReplay(dataset, "there is no bronze at " + bronze().path());
      }
      int number = target(next, definition, inForce);
      DatasetContext old = context(deployed.orElse(next), inForce.number());
      DatasetContext target = context(next, number);
      say.accept("replaying %s into generation %d".formatted(dataset, number));
      return replay(old, deployed.isPresent(), target);
    }
  }

  private LakeTable bronze() {
    return new LakeTable(session, lake.bronze(dataset, Lake.FIRST_GENERATION));
  }

  private AnalyzedDataset read(Path file) {
    AnalyzedDataset read =
        dev.sluice.common.definition.Definitions.require(List.of(file), platform).get(0);
    if (!read.name().equals(dataset)) {
      throw ReplayErrors.cannotReplay(dataset, file + " defines " + read.name());
    }
    return read;
  }

  /**
   * The generation to make: one that was begun with the same definition, never in force and not
   * removed since, or a number that there has not been.
   */
  private int target(AnalyzedDataset next, Optional<Path> file, Generation inForce) {
    int newest = newestDefinition();
    int highestInForce =
        generations.history(dataset).stream().mapToInt(Generation::number).max().orElseThrow();
    String version = next.definition().version();
    if (newest > highestInForce
        && !generations.removed(dataset).contains(newest)
        && definitions
            .read(dataset, newest)
            .map(begun -> begun.definition().version().equals(version))
            .orElse(false)) {
      return newest;
    }
    int number = Math.max(newest, highestInForce) + 1;
    if (file.isPresent()) {
      definitions.write(next, DefinitionFiles.read(file.get()), number);
    } else {
      definitions.copy(dataset, inForce.number(), number);
    }
    return number;
  }

  private int newestDefinition() {
    return new ControlFiles(lake, session.sparkContext().hadoopConfiguration())
        .list(DeployedDefinitions.folder(dataset)).stream()
            .map(DEFINITION::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .max()
            .orElse(0);
  }

  private ReplayReport replay(DatasetContext old, boolean oldIsKnown, DatasetContext target)
      throws InterruptedException {
    // Creates the tables, and clears what a replay that was killed had not closed.
    target.openSilver(() -> false).close();
    long carried = new CarryOver(old, target).run();
    if (carried > 0) {
      say.accept("%,d rows that bronze no longer holds were carried over".formatted(carried));
    }
    ReplayMeter meter = new ReplayMeter(say);
    RequestHandler.Work work = new RequestHandler.Work(say, () -> false);
    try (Replay replay = Replay.open(target, settings, meter)) {
      BronzeGap.refuse(target, replay.reached());
      replay.advanceTo(goal(old, target), work);
      meter.measured();
      ReplayPoint point = point(old, oldIsKnown, target, replay);
      replay.advanceTo(point.reached(), work);
      say.accept("comparing with generation " + old.generation().number());
      return new ReplayReport(
          dataset,
          target.generation().number(),
          meter.bronzeRows(),
          meter.rowsPerSecond(),
          carried,
          target.meters().mismatches(),
          new ReplayComparison(old, point, target).compare());
    }
  }

  /** Bronze's end; silver's in force while that waits: there is nothing to compare beyond. */
  private Reached goal(DatasetContext old, DatasetContext target) {
    Optional<Hold> hold = hold(old);
    hold.ifPresent(
        known -> say.accept("comparing only as far as silver is, which waits: " + known.detail()));
    return hold.isPresent() ? Reached.of(old.silverTable()) : target.bronze().reached();
  }

  private Optional<Hold> hold(DatasetContext old) {
    String version = old.dataset().definition().version();
    return holds.held(dataset).filter(hold -> hold.definition().equals(version));
  }

  /** Where the generation in force stands, at or after where the replay does. */
  private ReplayPoint point(
      DatasetContext old, boolean oldIsKnown, DatasetContext target, Replay replay)
      throws InterruptedException {
    Set<String> aggregates = new LinkedHashSet<>(DefinitionKeeper.names(old.dataset()));
    aggregates.addAll(DefinitionKeeper.names(target.dataset()));
    while (true) {
      Optional<ReplayPoint> point = ReplayPoint.newest(old, List.copyOf(aggregates));
      if (point.isPresent() && !isBehind(point.get().reached(), replay.reached())) {
        return point.get();
      }
      Optional<Hold> hold = hold(old);
      if (hold.isPresent() && isBehind(Reached.of(old.silverTable()), replay.reached())) {
        throw HoldErrors.heldBehindReplay(dataset, hold.get().detail());
      }
      try (Lease lease = leases.tryDriver().orElse(null)) {
        if (lease != null) {
          if (!oldIsKnown) {
            throw ReplayErrors.noDeployedDefinition(
                dataset, old.generation().number(), lake.root());
          }
          say.accept("bringing the generation in force up to bronze: no driver does");
          CatchUp.run(old);
        }
      }
      Thread.sleep(WAIT_MILLIS);
    }
  }

  private static boolean isBehind(Reached one, Reached other) {
    return other.last().isAfter(one.last());
  }

  /**
   * Brings the generation that was in force before this one up to bronze, so that it can be again.
   *
   * @return its number
   * @throws dev.sluice.common.error.SluiceException SL-2010 when there has been no other, SL-4050
   *     when it has been removed
   */
  public int prepareRollback() throws InterruptedException {
    try (Lease lease = leases.replay(dataset)) {
      int number = generations.before(dataset).orElseThrow(this::noneBefore);
      AnalyzedDataset definition = definitions.require(dataset, number);
      DatasetContext target = context(definition, number);
      say.accept("generation %d of %s catches up with bronze".formatted(number, dataset));
      try (Replay replay = Replay.open(target, settings, new ReplayMeter(say))) {
        BronzeGap.refuse(target, replay.reached());
        replay.advanceTo(target.bronze().reached(), new RequestHandler.Work(say, () -> false));
      }
      return number;
    }
  }

  private SluiceException noneBefore() {
    int inForce = generations.inForce(dataset).number();
    return generations.history(dataset).stream()
        .map(Generation::number)
        .filter(number -> number != inForce)
        .reduce((older, newer) -> newer)
        .map(gone -> LakeErrors.generationRemoved(dataset, gone))
        .orElseGet(() -> ReplayErrors.nothingToRollBack(dataset));
  }

  private DatasetContext context(AnalyzedDataset definition, int number) {
    return DatasetContext.of(session, definition, platform, Generation.beside(number), observer);
  }
}
