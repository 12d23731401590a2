package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A dataset of one test on a lake of its own: its lanes in this process, its tables. */
final class TestDataset {
  private final Path directory;
  private final String name;
  private final String source;
  private final String select;
  private final String more;
  private final PlatformDefinition platform;

  private TestDataset(
      Path directory,
      String name,
      String source,
      String select,
      String more,
      PlatformDefinition platform) {
    this.directory = directory;
    this.name = name;
    this.source = source;
    this.select = select;
    this.more = more;
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
    return new TestDataset(
        directory, name, source, "", "", TestStack.platform(lake, LaneOption.LIVE));
  }

  TestDataset on(PlatformDefinition other) {
    return new TestDataset(directory, name, source, select, more, other);
  }

  /** With tables written so seldom: a stream of a minute makes fewer files for all who read. */
  TestDataset every(Duration interval) {
    return on(
        new PlatformDefinition(
            platform.lake(),
            platform.clusters(),
            platform.redis(),
            platform.lanes(),
            interval,
            interval));
  }

  /** With a changed definition: silver has a column of its own. */
  TestDataset selecting(String column) {
    return new TestDataset(directory, name, source, column, more, platform);
  }

  /** With more rules, and keys of silver behind them: lines of the file. */
  TestDataset saying(String lines) {
    return new TestDataset(directory, name, source, select, lines, platform);
  }

  PlatformDefinition platform() {
    return platform;
  }

  LakeTables tables() {
    return new LakeTables(platform.lake(), name, 1);
  }

  LakeTables tables(int generation) {
    return new LakeTables(platform.lake(), name, generation);
  }

  /** The dataset file with a remark, which makes it another version that means the same. */
  Path file(int lowestPrice, String remark) throws IOException {
    Path file =
        TestStack.datasetFile(
            directory.resolve("definition"), name, lowestPrice, source, select, more);
    return Files.writeString(file, Files.readString(file) + "# " + remark + "\n");
  }

  /** A replay in this process, with slices of at most so many batches. */
  ReplayRun replay(long batches, WriteObserver observer) {
    return new ReplayRun(
        SparkForTests.session(),
        platform,
        name,
        new ReplaySettings(10_000, 1 << 20, batches),
        line -> {},
        observer);
  }

  /** Puts a generation in force: through the driver, or here when none runs. */
  JsonNode swap(int generation) throws InterruptedException {
    return requests(new Swap(withoutLanes())).execute(new Request.Swap(name, generation));
  }

  /** Removes the generations that nobody needs, however lately used: through the driver alone. */
  List<Integer> removeGenerations(boolean rollbackToo) throws InterruptedException {
    List<Integer> removed = new ArrayList<>();
    byTheDriver(new Request.RemoveGenerations(name, 0, rollbackToo))
        .get("removed")
        .forEach(number -> removed.add(number.asInt()));
    return removed;
  }

  /** Lets silver go on: through the driver, or here when none runs. */
  JsonNode resume() throws InterruptedException {
    return requests(Resume.withoutLanes(lake(), hadoop())).execute(new Request.Resume(name));
  }

  /** Has the driver do something; there has to be one. */
  JsonNode byTheDriver(Request request) throws InterruptedException {
    RequestHandler<Request> never =
        (unexpected, work) -> {
          throw new AssertionError("the driver should do it");
        };
    return requests(never).execute(request);
  }

  /**
   * Asks for something as a command does.
   *
   * @param own does it when no driver runs
   */
  <R extends Request> RequestClient<R> requests(RequestHandler<R> own) {
    return new RequestClient<>(lake(), hadoop(), own, line -> {});
  }

  /** What a command works with that does requests itself. */
  RequestContext withoutLanes() {
    return RequestContext.withoutLanes(SparkForTests.session(), platform);
  }

  /** The same, to die over it. */
  RequestContext withoutLanes(WriteObserver observer) {
    return new RequestContext(SparkForTests.session(), platform, PausableLanes.NONE, observer);
  }

  private Lake lake() {
    return new Lake(platform.lake());
  }

  private static Configuration hadoop() {
    return SparkForTests.session().sparkContext().hadoopConfiguration();
  }

  Generations generations() {
    return new Generations(
        new Lake(platform.lake()), SparkForTests.session().sparkContext().hadoopConfiguration());
  }

  AnalyzedDataset definition() {
    return definition(0);
  }

  AnalyzedDataset definition(int lowestPrice) {
    return TestStack.dataset(
        directory.resolve("definition"), name, lowestPrice, source, select, more);
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

  /** The lane that reads Kafka, as the platform says. */
  Lane streamLane(long epoch, WriteObserver observer) {
    DatasetContext context = context(0, observer);
    return platform.lanes() == LaneOption.LIVE
        ? new LiveLane(context, epoch)
        : new IngestLane(context, epoch);
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
