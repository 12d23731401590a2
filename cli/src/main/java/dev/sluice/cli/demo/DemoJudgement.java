package dev.sluice.cli.demo;

import dev.sluice.common.spark.Sessions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Judges a demo with a Spark session of its own; its signatures name no class of Spark. */
public final class DemoJudgement {
  private DemoJudgement() {}

  /**
   * Judges what a demo left, and prints the report.
   *
   * @param scratch for what Spark leaves behind
   * @param text where to print the report for a person; empty for none
   * @param kept whether the lake stays
   */
  public static DemoReport judge(
      DemoSettings settings,
      DemoOutcome outcome,
      Path scratch,
      Optional<PrintStream> text,
      boolean kept)
      throws IOException {
    try (SparkSession session =
        Sessions.local("demo")
            .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
            .getOrCreate()) {
      DemoReport report = DemoReport.of(session, settings, outcome);
      text.ifPresent(out -> new DemoText(out, session).print(report, kept));
      return report;
    }
  }
}
