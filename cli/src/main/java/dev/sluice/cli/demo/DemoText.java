package dev.sluice.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.collection.JavaConverters;

/** A demo's report for a person. */
public final class DemoText {
  private static final int ROWS = 8;

  private final Consumer<String> lines;
  private final BiConsumer<List<String>, List<List<Object>>> table;
  private final SparkSession session;

  /**
   * A printer.
   *
   * @param lines prints a line, making it harmless: keys and values are what events brought
   * @param table prints rows under their columns
   * @param session reads the gold table that is shown
   */
  public DemoText(
      Consumer<String> lines,
      BiConsumer<List<String>, List<List<Object>>> table,
      SparkSession session) {
    this.lines = lines;
    this.table = table;
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
    Dataset<Row> newest =
        session
            .read()
            .format("delta")
            .load(path)
            .drop("_state", "window_bucket", "updated_at", "version")
            .orderBy(functions.col("window_start").desc(), functions.col("late_rows"))
            .limit(ROWS);
    line("");
    line("gold.%s, newest windows", name);
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : newest.collectAsList()) {
      rows.add(new ArrayList<>(JavaConverters.seqAsJavaList(row.toSeq())));
    }
    table.accept(List.of(newest.columns()), rows);
  }

  private void printKey(DemoReport report) {
    report
        .exampleKey()
        .ifPresent(
            key -> {
              line("");
              line("Redis, as a service would read it: HGETALL %s", key);
              new TreeMap<>(report.outcome().redis().get(key))
                  .forEach((field, value) -> line("  %-14s %s", field, value));
            });
  }

  private void line(String format, Object... values) {
    lines.accept(String.format(Locale.ROOT, format, values));
  }
}
