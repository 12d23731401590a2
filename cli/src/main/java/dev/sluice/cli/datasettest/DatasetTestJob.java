package dev.sluice.cli.datasettest;

import dev.sluice.cli.spark.LocalSession;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetTest;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.lanes.DatasetTestResult;
import dev.sluice.lanes.DatasetTestRun;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the tests of datasets with a Spark session of this process, which it starts and ends. */
public final class DatasetTestJob implements AutoCloseable {
  private final LocalSession spark;
  private final Path scratch;
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private int lakes;

  private DatasetTestJob(LocalSession spark, Path scratch) {
    this.spark = spark;
    this.scratch = scratch;
  }

  /**
   * Starts Spark where it does not run yet.
   *
   * @param scratch for lakes, one a test, and for what Spark leaves behind
   */
  public static DatasetTestJob open(Path scratch) {
    return new DatasetTestJob(LocalSession.openForFewRows("test", scratch), scratch);
  }

  /**
   * Runs all tests of a dataset, in the file's order.
   *
   * @param each is told each result when there is one
   */
  public List<DatasetTestResult> run(
      AnalyzedDataset dataset, PlatformDefinition platform, Consumer<DatasetTestResult> each) {
    DatasetTestRun run = new DatasetTestRun(spark.session(), dataset, platform, today);
    List<DatasetTestResult> results = new ArrayList<>();
    for (DatasetTest test : dataset.definition().tests()) {
      DatasetTestResult result = run.run(test, scratch.resolve("lake-" + ++lakes));
      results.add(result);
      each.accept(result);
    }
    return results;
  }

  @Override
  public void close() {
    spark.close();
  }
}
