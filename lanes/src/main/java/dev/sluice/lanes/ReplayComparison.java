package dev.sluice.lanes;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.BatchColumns;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.QuarantineState;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a replay changes: silver by coordinates and cell by cell, verdicts by coordinates, gold by
 * window and group and measure by measure. Both generations are read as of one point. Samples show
 * nothing of what either definition protects: the rows in force may be older than its protection.
 */
final class ReplayComparison {
  private static final int SAMPLES = 20;
  private static final String VERDICT = "verdict";
  private static final List<String> HIDDEN_CELL = List.of("(protected)", "(protected)");

  private static final List<String> COORDINATES =
      List.of(SilverTable.CLUSTER, SilverTable.TOPIC, SilverTable.PARTITION, SilverTable.OFFSET);

  private final DatasetContext old;
  private final ReplayPoint point;
  private final DatasetContext target;

  ReplayComparison(DatasetContext old, ReplayPoint point, DatasetContext target) {
    this.old = old;
    this.point = point;
    this.target = target;
  }

  /**
   * What became of rows.
   *
   * @param from {@code silver}, {@code quarantine: REASON rule}, or {@code dropped}: a duplicate or
   *     filtered
   */
  record VerdictChange(String from, String to, long rows) {}

  /**
   * One table.
   *
   * @param table as SQL calls it
   * @param note why it was not compared by rows; empty when it was
   */
  record Table(
      String table,
      TableComparison.Counts counts,
      List<TableComparison.Sample> samples,
      String note) {
    Table withSamples(List<TableComparison.Sample> others) {
      return new Table(table, counts, others, note);
    }
  }

  /**
   * Everything.
   *
   * @param verdictSamples some of the rows whose verdict changed
   * @param goldOnlyOlder rows of gold older than any row of silver, which a replay cannot make
   */
  record Result(
      List<Table> tables,
      List<VerdictChange> verdicts,
      List<TableComparison.Sample> verdictSamples,
      long goldOnlyOlder) {}

  Result compare() {
    List<Table> tables = new ArrayList<>();
    tables.add(silver());
    TableComparison verdicts =
        new TableComparison(
            verdicts(oldSilver(), old),
            verdicts(target.silverTable().read(), target),
            COORDINATES,
            List.of(VERDICT));
    List<VerdictChange> changes =
        verdicts.changes(VERDICT).collectAsList().stream()
            .map(row -> new VerdictChange(verdict(row, 0), verdict(row, 1), row.getLong(2)))
            .toList();
    for (AnalyzedAggregate aggregate : target.dataset().aggregates()) {
      tables.add(gold(aggregate));
    }
    return new Result(
        tables,
        changes,
        changes.isEmpty() ? List.of() : verdicts.samples(SAMPLES),
        goldOnlyOlder());
  }

  private static String verdict(Row row, int column) {
    return row.isNullAt(column) ? "dropped" : row.getString(column);
  }

  private Dataset<Row> oldSilver() {
    return old.silverTable().readAt(point.silverVersion());
  }

  private Table silver() {
    Dataset<Row> before = oldSilver();
    Dataset<Row> after = target.silverTable().read();
    List<String> cells = new ArrayList<>(common(before, after));
    cells.removeAll(COORDINATES);
    Table table =
        table(
            "silver." + target.dataset().name(),
            new TableComparison(before, after, COORDINATES, cells),
            otherColumns(before, after));
    return table.withSamples(table.samples().stream().map(this::withoutProtected).toList());
  }

  private TableComparison.Sample withoutProtected(TableComparison.Sample sample) {
    Set<String> hidden = protectedColumns();
    Map<String, List<String>> cells = new LinkedHashMap<>(sample.cells());
    cells.replaceAll((column, values) -> hidden.contains(column) ? HIDDEN_CELL : values);
    return new TableComparison.Sample(sample.what(), sample.key(), cells);
  }

  /** Those of either definition, with the extra fields among which their values may be. */
  private Set<String> protectedColumns() {
    Set<String> columns = new HashSet<>();
    for (DatasetContext context : List.of(old, target)) {
      context.dataset().protection().fields().forEach(field -> columns.add(field.column()));
    }
    if (!columns.isEmpty()) {
      columns.add(SilverTable.EXTRA);
    }
    return columns;
  }

  private static List<String> common(Dataset<Row> before, Dataset<Row> after) {
    Set<String> known = Set.of(before.columns());
    return Arrays.stream(after.columns()).filter(known::contains).toList();
  }

  private static String otherColumns(Dataset<Row> before, Dataset<Row> after) {
    List<String> common = common(before, after);
    List<String> gone =
        Arrays.stream(before.columns()).filter(name -> !common.contains(name)).toList();
    List<String> added =
        Arrays.stream(after.columns()).filter(name -> !common.contains(name)).toList();
    return (gone.isEmpty() ? "" : "columns gone: " + String.join(", ", gone) + " ")
        .concat(added.isEmpty() ? "" : "columns added: " + String.join(", ", added))
        .strip();
  }

  private static Table table(String name, TableComparison comparison, String note) {
    TableComparison.Counts counts = comparison.count();
    return new Table(
        name, counts, counts.isEqual() ? List.of() : comparison.samples(SAMPLES), note);
  }

  /** Good rows and quarantined ones; all others were duplicates or filtered. */
  private Dataset<Row> verdicts(Dataset<Row> silver, DatasetContext context) {
    Dataset<Row> good = silver.select(with(coordinates(""), lit("silver").as(VERDICT)));
    LakeTable table =
        new LakeTable(
            context.session(),
            context.lake().quarantine(context.dataset().name(), context.generation().number()));
    Column verdict =
        concat(
            lit("quarantine: "),
            col(QuarantineTable.REASON),
            coalesce(concat(lit(" "), col(QuarantineTable.RULE)), lit("")));
    BatchId last = point.reached().last();
    return good.union(
        QuarantineTable.current(table.read().where(BatchColumns.isUntil(last)))
            .where(col(QuarantineTable.STATE).notEqual(QuarantineState.REPLAYED.text()))
            .select(with(coordinates("_"), verdict.as(VERDICT))));
  }

  /** The coordinates under silver's names, from columns whose names lack a prefix. */
  private static List<Column> coordinates(String missing) {
    return COORDINATES.stream()
        .map(name -> col(missing.isEmpty() ? name : name.substring(missing.length())).as(name))
        .toList();
  }

  private static Column[] with(List<Column> columns, Column more) {
    List<Column> all = new ArrayList<>(columns);
    all.add(more);
    return all.toArray(Column[]::new);
  }

  private Table gold(AnalyzedAggregate aggregate) {
    String name = "gold." + aggregate.name();
    Dataset<Row> after = target.goldTable(aggregate.name()).read();
    List<String> key = new ArrayList<>(List.of(GoldTable.WINDOW_START));
    aggregate.groupBy().stream().map(RowExpression::name).forEach(key::add);
    Long version = point.goldVersions().get(aggregate.name());
    if (version == null) {
      return notCompared(
          name,
          after,
          old.goldTable(aggregate.name()).exists() ? "not sound in force" : "new aggregate");
    }
    Dataset<Row> before = old.goldTable(aggregate.name()).readAt(version);
    if (!Arrays.asList(before.columns()).containsAll(key)) {
      return notCompared(name, after, "grouped by other columns: not compared");
    }
    List<String> cells = new ArrayList<>(common(before, after));
    cells.removeAll(key);
    cells.removeAll(
        List.of(GoldTable.VERSION, GoldTable.UPDATED_AT, GoldTable.STATE, GoldTable.WINDOW_BUCKET));
    Table table =
        table(name, new TableComparison(before, after, key, cells), otherColumns(before, after));
    // Groups and measures may be made of protected columns.
    return protectedColumns().isEmpty() ? table : table.withSamples(List.of());
  }

  private static Table notCompared(String name, Dataset<Row> after, String why) {
    return new Table(
        name, new TableComparison.Counts(0, after.count(), 0, 0, 0, Map.of()), List.of(), why);
  }

  /** Windows of gold that end before the first event of silver: nothing makes them again. */
  private long goldOnlyOlder() {
    Row first = oldSilver().agg(min(col(SilverTable.EVENT_TIME))).first();
    long rows = 0;
    for (AnalyzedAggregate aggregate : target.dataset().aggregates()) {
      Long version = point.goldVersions().get(aggregate.name());
      if (version != null) {
        Dataset<Row> before = old.goldTable(aggregate.name()).readAt(version);
        rows +=
            first.isNullAt(0)
                ? before.count()
                : before.where(col(GoldTable.WINDOW_END).leq(lit(first.get(0)))).count();
      }
    }
    return rows;
  }
}
