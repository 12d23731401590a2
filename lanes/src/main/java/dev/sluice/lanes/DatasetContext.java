package dev.sluice.lanes;

import dev.sluice.bronze.BronzeStage;
import dev.sluice.bronze.KafkaTopics;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.gold.GoldStage;
import dev.sluice.silver.SilverStage;
import dev.sluice.silver.WaitingLane;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What the lanes of one dataset share: the definition, the platform, the tables' generation and
 * places, the meters. Opens the stages for them.
 *
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
    return new DatasetContext(
        session,
        dataset,
        platform,
        lake,
        generation,
        new BronzeStage(session, lake.bronze(dataset.name(), Lake.FIRST_GENERATION)),
        new LaneMeters(dataset.name()),
        new ReentrantLock(),
        observer);
  }

  /** The same with meters that there are already. */
  DatasetContext with(LaneMeters others) {
    return new DatasetContext(
        session, dataset, platform, lake, generation, bronze, others, goldTurn, observer);
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

  LakeTable silverTable() {
    return new LakeTable(session, lake.silver(dataset.name(), generation.number()));
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
    meters.registryDown(Optional.empty());
    return SilverStage.open(
        session, dataset, lake, generation.number(), platform.registry(), waiting(stopping));
  }

  private WaitingLane waiting(BooleanSupplier stopping) {
    return new WaitingLane() {
      @Override
      public boolean isStopping() {
        return stopping.getAsBoolean();
      }

      @Override
      public void registryDown(Optional<String> why) {
        meters.registryDown(why);
      }
    };
  }

  HotView openHot(BatchId first, SilverStage silver) {
    return HotView.open(this, first, silver);
  }

  GoldStage openGold() {
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
