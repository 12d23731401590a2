package dev.sluice.common.definition;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.NamedMeasure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Analyses one aggregate over the columns of silver. */
final class GoldCheck {
  private final Aggregate aggregate;
  private final String path;
  private final Report report;

  GoldCheck(Aggregate aggregate, int index, Report report) {
    this.aggregate = aggregate;
    this.path = "gold.aggregates[" + index + "]";
    this.report = report;
  }

  /** Contradictions that need no schema. */
  void contradictions(Optional<Duration> late) {
    checkNames();
    if (aggregate.bucket().compareTo(aggregate.window().length()) < 0) {
      report.problem(
          path + ".bucket",
          "Bucket shorter than the window: " + path + ".bucket: " + shown(aggregate.bucket()),
          "at least " + shown(aggregate.window().length()));
    }
    aggregate.hot().ifPresent(hot -> new HotCheck(aggregate, hot, path, report).check(late));
  }

  AnalyzedAggregate analyze(SqlCheck sql, ColumnCheck columns) {
    return new AnalyzedAggregate(aggregate, groupBy(sql, columns), measures(sql));
  }

  private void checkNames() {
    Map<String, String> seen = new HashMap<>();
    for (int index = 0; index < aggregate.groupBy().size(); index++) {
      checkName(path + ".groupBy[" + index + "]", aggregate.groupBy().get(index), seen);
    }
    for (NamedMeasure measure : aggregate.measures()) {
      checkName(measurePath(measure), measure.name(), seen);
    }
  }

  private void checkName(String at, String name, Map<String, String> seen) {
    String other = seen.put(Names.ignoringCase(name), name);
    if (Names.isGolds(name)) {
      report.problem(at, "Name is ours: gold's " + Shown.text(name), "choose another name");
    } else if (Names.isRefusedByDelta(name)) {
      report.problem(at, "Not a name for a column: " + Shown.text(name), "choose another name");
    } else if (other != null) {
      report.problem(
          at,
          "Two columns with one name: " + Shown.text(other + ", " + name),
          "choose another name");
    }
  }

  private List<RowExpression> groupBy(SqlCheck sql, ColumnCheck columns) {
    List<RowExpression> groupBy = new ArrayList<>();
    for (int index = 0; index < aggregate.groupBy().size(); index++) {
      String at = path + ".groupBy[" + index + "]";
      columns
          .key(at, aggregate.groupBy().get(index))
          .flatMap(column -> sql.row(at, column.name(), SqlCheck.column(column.name())))
          .ifPresent(groupBy::add);
    }
    return groupBy;
  }

  private List<Measure> measures(SqlCheck sql) {
    List<Measure> measures = new ArrayList<>();
    for (NamedMeasure written : aggregate.measures()) {
      sql.measure(measurePath(written), written.name(), written.expression())
          .ifPresent(measures::add);
    }
    return measures;
  }

  private String measurePath(NamedMeasure measure) {
    return path + ".measures." + measure.name();
  }

  private static String shown(Duration duration) {
    return Durations.shown(duration);
  }
}
