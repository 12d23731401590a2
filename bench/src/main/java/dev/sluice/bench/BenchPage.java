package dev.sluice.bench;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Results as the page {@code docs/benchmarks.md}. */
public final class BenchPage {
  private BenchPage() {}

  /** The whole page, in Markdown. */
  public static String of(Machine machine, int rounds, List<CaseReport> reports) {
    StringBuilder page = new StringBuilder();
    page.append("# Benchmarks\n\n");
    page.append("Made by `sluice bench --page docs/benchmarks.md`: do not edit.\n\n");
    page.append("Machine: ").append(machine.line()).append(".\n");
    page.append("Medians of ").append(rounds);
    page.append(" rounds in which the contenders took turns; a ratio is the median of the");
    page.append(" ratios to the first contender, round by round.\n");
    for (CaseReport report : reports) {
      page.append("\n## ").append(report.name()).append("\n\n");
      page.append("%,d %s.%n%n".formatted(report.rows(), report.title()));
      row(page, CaseReport.columns());
      row(page, CaseReport.columns().stream().map(column -> "---").toList());
      report.lines().forEach(line -> row(page, line));
    }
    return page.toString();
  }

  private static void row(StringBuilder page, List<?> cells) {
    page.append(cells.stream().map(String::valueOf).collect(joining(" | ", "| ", " |\n")));
  }
}
