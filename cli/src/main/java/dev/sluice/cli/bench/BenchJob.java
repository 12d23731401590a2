package dev.sluice.cli.bench;

import dev.sluice.bench.CaseReport;
import dev.sluice.bench.Contest;
import dev.sluice.bench.DecodeCase;
import dev.sluice.cli.spark.LocalSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The bench, with a Spark session of its own. */
public final class BenchJob {
  private BenchJob() {}

  /**
   * Runs all cases.
   *
   * @param scratch for tables and what Spark leaves behind
   * @param rows of every round
   * @param progress takes a line now and then
   */
  public static List<CaseReport> run(Path scratch, int rows, int rounds, Consumer<String> progress)
      throws Exception {
    progress.accept("starting Spark…");
    List<CaseReport> reports = new ArrayList<>();
    try (LocalSession spark = LocalSession.open("bench", scratch)) {
      for (DecodeCase.Format format : DecodeCase.Format.values()) {
        Path folder = scratch.resolve(format.word());
        reports.add(
            new DecodeCase(spark.session(), folder, format)
                .run(rows, Contest.WARM_UPS, rounds, progress));
      }
    }
    return reports;
  }
}
