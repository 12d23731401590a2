package dev.sluice.lanes;

import dev.sluice.bronze.BronzeStage;
import dev.sluice.bronze.KafkaTopics;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.error.ReferenceErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.ErasureLedger;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.gold.GoldReach;
import dev.sluice.gold.GoldStage;
import dev.sluice.silver.SilverHeld;
import dev.sluice.silver.SilverShape;
import dev.sluice.silver.SilverStage;
import dev.sluice.silver.WaitingLane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What the lanes of one dataset share: the definition, the platform, the tables' generation and
 * places, the meters. Opens the stages for them.
 *
 * @param gate says whether silver may go on
 * @param goldTurn held by whoever replaces files of gold: its lane, or maintenance between two of
 *     the lane's rounds
 */
record DatasetContext(
    SparkSession session,
    AnalyzedDataset dataset,
    PlatformDefinition platform,
    Lake lake,
    Generation generation,
    BronzeStage bronze,
    SilverGate gate,
    LaneMeters meters,
    ReentrantLock goldTurn,
    WriteObserver observer) {

  /** Rows for which one more task writes a file of its own. */
  private static final long ROWS_PER_WRITER = 50_000;

  /** A dataset in the generation that is in force. */
  static DatasetContext of(
      SparkSession session,
      AnalyzedDataset dataset,
      PlatformDefinition platform,
      WriteObserver observer) {
    Generation inForce =
        new Generations(new Lake(platform.lake()), session.sparkContext().hadoopConfiguration())
            .inForce(dataset.name());
    return of(session, dataset, platform, inForce, observer);
  }

  /** A dataset in one generation. */
  static DatasetContext of(
      SparkSession session,
      AnalyzedDataset dataset,
      PlatformDefinition platform,
      Generation generation,
      WriteObserver observer) {
    Lake lake = new Lake(platform.lake());
    BronzeStage bronze =
        new BronzeStage(session, lake.bronze(dataset.name(), Lake.FIRST_GENERATION));
    HoldFiles holds = new HoldFiles(lake, session.sparkContext().hadoopConfiguration());
    LakeTable silver = new LakeTable(session, lake.silver(dataset.name(), generation.number()));
    return new DatasetContext(
        session,
        dataset,
        platform,
        lake,
        generation,
        bronze,
        new SilverGate(dataset, holds, bronze, silver),
        new LaneMeters(dataset.name()),
        new ReentrantLock(),
        observer);
  }

  /** The same with meters that there are already. */
  DatasetContext with(LaneMeters others) {
    return new DatasetContext(
        session, dataset, platform, lake, generation, bronze, gate, others, goldTurn, observer);
  }

  /** The same with another gate. */
  DatasetContext with(SilverGate other) {
    return new DatasetContext(
        session, dataset, platform, lake, generation, bronze, other, meters, goldTurn, observer);
  }

  Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
  }

  KafkaSource source() {
    return dataset.definition().source();
  }

  Cluster cluster() {
    return platform.clusters().get(source().cluster());
  }

  KafkaTopics openTopics() {
    return new KafkaTopics(cluster(), source().topics());
  }

  /** What was erased of it. */
  ErasureLedger erasures() {
    return new ErasureLedger(lake, hadoop(), dataset.name());
  }

  LakeTable silverTable() {
    return new LakeTable(session, lake.silver(dataset.name(), generation.number()));
  }

  /**
   * Adds the columns that silver lacks; no lane may run.
   *
   * @return which
   * @throws SluiceException SL-4081 when it has columns that the definition would change
   */
  List<String> widenSilver() {
    return SilverShape.widen(silverTable(), bronze.table(), dataset);
  }

  /** All tables of the dataset by layer and name: {@code silver.clicks}. */
  Map<String, LakeTable> tables() {
    Map<String, LakeTable> tables = new LinkedHashMap<>();
    tables.put("bronze." + dataset.name(), bronze.table());
    tables.put("silver." + dataset.name(), silverTable());
    tables.put(
        "quarantine." + dataset.name(),
        new LakeTable(session, lake.quarantine(dataset.name(), generation.number())));
    dataset
        .aggregates()
        .forEach(aggregate -> tables.put("gold." + aggregate.name(), goldTable(aggregate.name())));
    return tables;
  }

  /** Whether any aggregate is kept in Redis. */
  boolean showsHot() {
    return platform.redis().isPresent()
        && dataset.aggregates().stream()
            .anyMatch(aggregate -> aggregate.definition().hot().isPresent());
  }

  LakeTable goldTable(String aggregate) {
    return new LakeTable(session, lake.gold(aggregate, generation.number()));
  }

  /**
   * Silver as its last commit left it: the quarantine of an unfinished flush removed.
   *
   * @param stopping whether to end rather than to wait for the registry
   */
  SilverStage openSilver(BooleanSupplier stopping) {
    return openSilver(
        new WaitingLane() {
          @Override
          public boolean isStopping() {
            return stopping.getAsBoolean();
          }

          @Override
          public void registryDown(Optional<String> why) {
            meters.registryDown(why);
          }
        });
  }

  /**
   * The same for a lane: where the registry does not answer, judging throws {@link SilverHeld}, so
   * that everybody sees that silver waits; the lane that follows then waits in judging.
   *
   * @throws SilverHeld also when a reference table cannot be used: the lane that follows tries
   *     again
   */
  SilverStage openSilverOfLane(BooleanSupplier stopping) {
    try {
      return openSilver(laneThatIsHeld(stopping));
    } catch (SluiceException e) {
      if (ReferenceErrors.isUnusable(e)) {
        throw new SilverHeld(SilverHeld.Kind.REFERENCE, e.getMessage());
      }
      throw e;
    }
  }

  private WaitingLane laneThatIsHeld(BooleanSupplier stopping) {
    return new WaitingLane() {
      @Override
      public boolean isStopping() {
        meters.silver().turned();
        meters.hot().turned();
        return stopping.getAsBoolean();
      }

      @Override
      public void registryDown(Optional<String> why) {
        meters.registryDown(why);
        if (why.isPresent() && !gate.isHeld()) {
          throw new SilverHeld(SilverHeld.Kind.REGISTRY, why.get());
        }
      }
    };
  }

  /** Between two batches of a lane: reference tables may be others from here on. */
  void refreshReferences(SilverStage silver) {
    meters.references(silver.refreshReferences());
  }

  private SilverStage openSilver(WaitingLane lane) {
    if (!gate.isHeld()) {
      meters.registryDown(Optional.empty());
    }
    SilverStage silver =
        SilverStage.open(session, dataset, lake, generation.number(), platform.registry(), lane);
    gate.opened(silver);
    return silver;
  }

  HotView openHot(BatchId first, SilverStage silver) {
    return HotView.open(this, first, silver);
  }

  /** The gold tables that cannot be gone on with, and why. */
  Map<String, SluiceException> goldProblems() {
    Map<String, SluiceException> problems = new LinkedHashMap<>();
    for (AnalyzedAggregate aggregate : dataset.aggregates()) {
      GoldReach.problem(aggregate.name(), goldTable(aggregate.name()), silverTable())
          .ifPresent(problem -> problems.put(aggregate.name(), problem));
    }
    return problems;
  }

  /** The same without some gold tables. */
  DatasetContext withoutGold(Set<String> aggregates) {
    return new DatasetContext(
        session,
        dataset.without(aggregates),
        platform,
        lake,
        generation,
        bronze,
        gate,
        meters,
        goldTurn,
        observer);
  }

  /**
   * Gold as its commits left it.
   *
   * @throws SluiceException SL-4052, SL-4053 when a table cannot be gone on with
   */
  GoldStage openGold() {
    goldProblems()
        .values()
        .forEach(
            problem -> {
              throw problem;
            });
    return new GoldStage(
        session,
        dataset,
        aggregate -> lake.gold(aggregate, generation.number()),
        generation.number(),
        aggregate -> observer.written("gold." + aggregate));
  }

  /** Runs the Spark jobs of this thread in a pool of the fair scheduler. */
  void useSchedulerPool(String pool) {
    session.sparkContext().setLocalProperty("spark.scheduler.pool", pool);
    SparkSession.setActiveSession(session);
  }

  /** How many tasks write so many rows: a small commit is one file, a large one uses all cores. */
  int writers(long rows) {
    int cores = session.sparkContext().defaultParallelism();
    return (int) Math.max(1, Math.min(cores, rows / ROWS_PER_WRITER));
  }
}
