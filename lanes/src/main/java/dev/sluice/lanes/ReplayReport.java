package dev.sluice.lanes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replay made and what it would change.
 *
 * @param generation the one that was made
 * @param bronzeRows rows of bronze read by this run: a replay that was killed goes on where it was
 * @param carriedOver rows of silver that bronze no longer holds
 * @param goldRows of all aggregates
 */
public record ReplayReport(
    String dataset,
    int generation,
    long bronzeRows,
    double rowsPerSecond,
    long carriedOver,
    long goldRows,
    ReplayComparison.Result comparison) {

  /** Whether nothing differs. */
  public boolean isEqual() {
    return comparison.verdicts().isEmpty()
        && comparison.tables().stream().allMatch(table -> table.counts().isEqual());
  }

  /** Rows of gold that no silver is left for, which a swap would lose. */
  public long lostGoldRows() {
    return comparison.goldOnlyOlder();
  }

  /** Rows of silver in the new generation. */
  public long silverRows() {
    return comparison.tables().get(0).counts().next();
  }

  /** Rows of silver and gold that only the generation in force has. */
  public long onlyOld() {
    return comparison.tables().stream().mapToLong(table -> table.counts().onlyOld()).sum();
  }

  /** Rows of silver and gold that only the new generation has. */
  public long onlyNew() {
    return comparison.tables().stream().mapToLong(table -> table.counts().onlyNew()).sum();
  }

  /** Cells of silver and measures of gold that differ in rows of both. */
  public long changedCells() {
    return comparison.tables().stream().mapToLong(table -> table.counts().cells()).sum();
  }

  /** For programs. */
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dataset", dataset);
    object.put("generation", generation);
    object.put("bronze_rows", bronzeRows);
    object.put("silver_rows", silverRows());
    object.put("gold_rows", goldRows);
    object.put("carried_over", carriedOver);
    object.put("only_old", onlyOld());
    object.put("only_new", onlyNew());
    object.put("changed_cells", changedCells());
    object.put("rows_per_second", Math.round(rowsPerSecond));
    List<Object> verdicts = new ArrayList<>();
    comparison
        .verdicts()
        .forEach(
            change ->
                verdicts.add(
                    ordered("from", change.from(), "to", change.to(), "rows", change.rows())));
    object.put("verdicts", verdicts);
    object.put("verdict_samples", comparison.verdictSamples().stream().map(this::sample).toList());
    object.put("tables", comparison.tables().stream().map(this::table).toList());
    return object;
  }

  private Map<String, Object> table(ReplayComparison.Table table) {
    return ordered(
        "table", table.table(),
        "rows_old", table.counts().old(),
        "rows_new", table.counts().next(),
        "only_old", table.counts().onlyOld(),
        "only_new", table.counts().onlyNew(),
        "changed_rows", table.counts().changedRows(),
        "changed_cells", table.counts().changedCells(),
        "note", table.note(),
        "samples", table.samples().stream().map(this::sample).toList());
  }

  private Map<String, Object> sample(TableComparison.Sample sample) {
    return ordered("what", sample.what(), "key", sample.key(), "cells", sample.cells());
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int at = 0; at < pairs.length; at += 2) {
      map.put((String) pairs[at], pairs[at + 1]);
    }
    return map;
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-34s %12s %12s %9s %9s %9s %9s"
            .formatted("", "in force", "replayed", "only old", "only new", "changed", "cells"));
    for (ReplayComparison.Table table : comparison.tables()) {
      TableComparison.Counts counts = table.counts();
      lines.add(
          "%-34s %,12d %,12d %,9d %,9d %,9d %,9d %s"
              .formatted(
                  table.table(),
                  counts.old(),
                  counts.next(),
                  counts.onlyOld(),
                  counts.onlyNew(),
                  counts.changedRows(),
                  counts.cells(),
                  table.note())
              .stripTrailing());
    }
    comparison.verdicts().forEach(change -> lines.add("  " + line(change)));
    comparison.verdictSamples().forEach(sample -> lines.add("    " + line(sample)));
    comparison
        .tables()
        .forEach(
            table ->
                table.samples().stream()
                    .filter(sample -> sample.what().equals("changed"))
                    .forEach(sample -> lines.add("    " + table.table() + " " + line(sample))));
    return lines;
  }

  private static String line(ReplayComparison.VerdictChange change) {
    return "%,d rows: %s -> %s".formatted(change.rows(), change.from(), change.to());
  }

  private static String line(TableComparison.Sample sample) {
    return String.join("/", sample.key().values().stream().map(String::valueOf).toList())
        + " "
        + sample.cells();
  }
}
