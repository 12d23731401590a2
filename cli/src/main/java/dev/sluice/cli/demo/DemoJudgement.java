package dev.sluice.cli.demo;

import dev.sluice.cli.spark.LocalSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Judges a demo; its signatures name no class of Spark. */
public final class DemoJudgement {
  private DemoJudgement() {}

  /**
   * Judges what a demo left, and prints the report.
   *
   * @param scratch for what Spark leaves behind
   * @param lines prints a line of the report for a person; empty for no such report
   * @param table prints rows under their columns
   * @param kept whether the lake stays
   */
  public static DemoReport judge(
      DemoSettings settings,
      DemoOutcome outcome,
      Path scratch,
      Optional<Consumer<String>> lines,
      BiConsumer<List<String>, List<List<Object>>> table,
      boolean kept)
      throws IOException {
    try (LocalSession spark = LocalSession.open("demo", scratch)) {
      DemoReport report = DemoReport.of(spark.session(), settings, outcome);
      lines.ifPresent(out -> new DemoText(out, table, spark.session()).print(report, kept));
      return report;
    }
  }
}
