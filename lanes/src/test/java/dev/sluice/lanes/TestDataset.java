package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.WriteObserver;
import java.nio.file.Path;
import java.util.List;

/** A dataset of one test on a lake of its own: its lanes in this process, its tables. */
final class TestDataset {
  private final Path directory;
  private final String name;
  private final String source;
  private final PlatformDefinition platform;

  private TestDataset(Path directory, String name, String source, PlatformDefinition platform) {
    this.directory = directory;
    this.name = name;
    this.source = source;
    this.platform = platform;
  }

  static TestDataset of(Path directory, String name) {
    return of(directory, name, "");
  }

  /**
   * With more said of its source.
   *
   * @param source such as {@code , maxRecordsPerBatch: 10}
   */
  static TestDataset of(Path directory, String name, String source) {
    Path lake = directory.resolve("lake");
    return new TestDataset(directory, name, source, TestStack.platform(lake, LaneOption.LIVE));
  }

  TestDataset on(PlatformDefinition other) {
    return new TestDataset(directory, name, source, other);
  }

  PlatformDefinition platform() {
    return platform;
  }

  LakeTables tables() {
    return new LakeTables(Path.of(platform.lake()), name);
  }

  AnalyzedDataset definition() {
    return definition(0);
  }

  AnalyzedDataset definition(int lowestPrice) {
    return TestStack.dataset(directory.resolve("definition"), name, lowestPrice, source);
  }

  DatasetContext context() {
    return context(0, WriteObserver.NONE);
  }

  DatasetContext context(int lowestPrice, WriteObserver observer) {
    return DatasetContext.of(SparkForTests.session(), definition(lowestPrice), platform, observer);
  }

  RunningLane startLive(long epoch) {
    return startLive(epoch, 0, WriteObserver.NONE);
  }

  RunningLane startLive(long epoch, int lowestPrice, WriteObserver observer) {
    return RunningLane.start(new LiveLane(context(lowestPrice, observer), epoch));
  }

  /** Brings gold to where silver is. */
  void advanceGold(WriteObserver observer) throws Exception {
    GoldLane gold = new GoldLane(context(0, observer));
    gold.stop();
    gold.run();
  }

  /** All lanes, under a supervisor. */
  Supervisor supervise() {
    return supervise(WriteObserver.NONE);
  }

  Supervisor supervise(WriteObserver observer) {
    return Supervisor.start(SparkForTests.session(), platform, List.of(definition()), observer);
  }
}
