package dev.sluice.cli.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A demo's report for a person. */
public final class DemoText {
  private static final int ROWS = 8;

  private final PrintStream out;
  private final SparkSession session;

  /** Prints to {@code out}; reads the gold table it shows through {@code session}. */
  public DemoText(PrintStream out, SparkSession session) {
    this.out = out;
    this.session = session;
  }

  /**
   * Prints the report.
   *
   * @param kept whether the lake stays, so that there is something to look at next
   */
  public void print(DemoReport report, boolean kept) {
    line("Rows");
    line("  sent      %,10d", report.expected().sent());
    line("  bronze    %,10d", report.bronzeRows());
    line("  silver    %,10d", report.silverRows());
    report.goldRows().forEach((name, rows) -> line("  gold      %,10d  %s", rows, name));
    line("");
    line("Accounting");
    line(
        "  read %,d = good %,d + duplicate %,d + quarantined %,d + filtered %,d   %s",
        report.accounting().read(),
        report.accounting().good(),
        report.accounting().duplicate(),
        report.accounting().quarantined(),
        report.accounting().filtered(),
        report.accountingOk() ? "adds up, and is what was sent" : "WRONG");
    line(
        "  late %,d (kept, and in gold), same id with another payload %,d, warned %,d",
        report.accounting().late(), report.accounting().conflicts(), report.accounting().warned());
    line("");
    line("Quarantine by reason");
    report.reasons().forEach((reason, count) -> line("  %-20s %,8d", reason, count));
    line("");
    line("Compared with the oracle");
    line("  gold  %s", report.goldMatchesOracle() ? "every cell equal" : "DIFFERS");
    line("  Redis %s", report.redisMatchesGold() ? "equal to gold" : "DIFFERS FROM GOLD");
    line("");
    line("Latency per event, after the warm-up");
    line("  event to Redis   %s", report.hot());
    line("  event to bronze  %s", report.bronze());
    line("  event to silver  %s", report.silver());
    line("  event to gold    %s", report.gold());
    report
        .outcome()
        .startup()
        .ifPresent(
            startup ->
                line(
                    "  from Enter to the first gold row %s s",
                    String.format(Locale.ROOT, "%.1f", startup.toMillis() / 1000.0)));
    printGold(report);
    printKey(report);
    line("");
    line("Next");
    if (kept) {
      String gold = report.goldRows().keySet().iterator().next();
      line("  ./sluice sql \"select * from gold.%s order by window_start desc limit 10\"", gold);
      line("  ./sluice peek quarantine.%s", report.settings().example().name());
    } else {
      line("  ./sluice demo --keep     and then look around with `sluice sql` and `sluice peek`");
    }
  }

  private void printGold(DemoReport report) {
    String name = report.goldRows().keySet().iterator().next();
    String path = report.outcome().lake() + "/gold/" + name + "/g1";
    List<Row> rows =
        session
            .read()
            .format("delta")
            .load(path)
            .drop("_state", "window_bucket", "updated_at", "version")
            .orderBy(functions.col("window_start").desc())
            .limit(ROWS)
            .collectAsList();
    line("");
    line("gold.%s, newest windows", name);
    if (!rows.isEmpty()) {
      line("  %s", String.join("  ", rows.get(0).schema().fieldNames()));
    }
    rows.forEach(
        row ->
            line(
                "  %s",
                scala.collection.JavaConverters.seqAsJavaList(row.toSeq()).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining("  "))));
  }

  private void printKey(DemoReport report) {
    report
        .exampleKey()
        .ifPresent(
            key -> {
              line("");
              line("Redis, as a service would read it: HGETALL %s", key);
              for (Map.Entry<String, String> field :
                  new java.util.TreeMap<>(report.outcome().redis().get(key)).entrySet()) {
                line("  %-14s %s", field.getKey(), field.getValue());
              }
            });
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
