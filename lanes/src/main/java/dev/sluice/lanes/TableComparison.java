package dev.sluice.lanes;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Two tables, row by row by their key and cell by cell; NULL equals NULL. The key is unique in
 * both.
 */
final class TableComparison {
  private static final String OLD = "_old_";
  private static final String NEW = "_new_";
  private static final String HERE = "here";

  private final List<String> key;
  private final List<String> cells;
  private final Dataset<Row> joined;

  /**
   * @param key columns of both
   * @param cells the other columns of both that count
   */
  TableComparison(Dataset<Row> old, Dataset<Row> next, List<String> key, List<String> cells) {
    this.key = List.copyOf(key);
    this.cells = List.copyOf(cells);
    Column sameKey = lit(true);
    for (String column : key) {
      sameKey = sameKey.and(col(OLD + column).eqNullSafe(col(NEW + column)));
    }
    this.joined = side(old, OLD).join(side(next, NEW), sameKey, "full_outer");
  }

  private Dataset<Row> side(Dataset<Row> rows, String prefix) {
    return rows.select(
        Stream.concat(
                Stream.concat(key.stream(), cells.stream())
                    .map(column -> col(column).as(prefix + column)),
                Stream.of(lit(true).as(prefix + HERE)))
            .toArray(Column[]::new));
  }

  /**
   * How much differs.
   *
   * @param changedCells by column, those of rows that are in both
   */
  record Counts(
      long old,
      long next,
      long onlyOld,
      long onlyNew,
      long changedRows,
      Map<String, Long> changedCells) {
    /** Cells that differ in all. */
    long cells() {
      return changedCells.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether nothing differs. */
    boolean isEqual() {
      return onlyOld == 0 && onlyNew == 0 && changedRows == 0;
    }
  }

  /** Counts everything. */
  Counts count() {
    List<Column> sums = new ArrayList<>();
    sums.add(countIf(col(OLD + HERE)));
    sums.add(countIf(col(NEW + HERE)));
    sums.add(countIf(onlyOld()));
    sums.add(countIf(onlyNew()));
    sums.add(countIf(changed()));
    cells.forEach(cell -> sums.add(countIf(inBoth().and(differs(cell)))));
    Row row = joined.select(sums.toArray(Column[]::new)).first();
    Map<String, Long> changedCells = new LinkedHashMap<>();
    for (int at = 0; at < cells.size(); at++) {
      if (row.getLong(5 + at) > 0) {
        changedCells.put(cells.get(at), row.getLong(5 + at));
      }
    }
    return new Counts(
        row.getLong(0),
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        changedCells);
  }

  /**
   * One row that differs.
   *
   * @param what {@code only_old}, {@code only_new} or {@code changed}
   * @param cells by column what it was and what it is, as text; null for NULL
   */
  record Sample(String what, Map<String, String> key, Map<String, List<String>> cells) {}

  /** Some of the rows that differ, by key. */
  List<Sample> samples(int limit) {
    return joined
        .where(onlyOld().or(onlyNew()).or(changed()))
        .orderBy(key.stream().map(this::keyColumn).toArray(Column[]::new))
        .limit(limit)
        .collectAsList()
        .stream()
        .map(this::sample)
        .toList();
  }

  /** Rows that differ in a single cell, or are in one only, by what they were and are. */
  Dataset<Row> changes(String cell) {
    return joined
        .where(onlyOld().or(onlyNew()).or(changed()))
        .groupBy(col(OLD + cell).as("from"), col(NEW + cell).as("to"))
        .agg(functions.count(lit(1)).as("rows"))
        .orderBy(col("rows").desc(), col("from"), col("to"));
  }

  private Sample sample(Row row) {
    boolean inOld = row.getAs(OLD + HERE) != null;
    boolean inNew = row.getAs(NEW + HERE) != null;
    Map<String, String> keys = new LinkedHashMap<>();
    key.forEach(column -> keys.put(column, text(row, (inOld ? OLD : NEW) + column)));
    Map<String, List<String>> changes = new LinkedHashMap<>();
    for (String cell : cells) {
      String before = text(row, OLD + cell);
      String after = text(row, NEW + cell);
      if (!Objects.equals(before, after)) {
        List<String> pair = new ArrayList<>();
        pair.add(before);
        pair.add(after);
        changes.put(cell, pair);
      }
    }
    return new Sample(inOld && inNew ? "changed" : inOld ? "only_old" : "only_new", keys, changes);
  }

  private static String text(Row row, String column) {
    Object value = row.getAs(column);
    return value == null ? null : value.toString();
  }

  private Column keyColumn(String column) {
    return coalesce(col(OLD + column), col(NEW + column));
  }

  private static Column onlyOld() {
    return col(NEW + HERE).isNull();
  }

  private static Column onlyNew() {
    return col(OLD + HERE).isNull();
  }

  private static Column inBoth() {
    return col(OLD + HERE).isNotNull().and(col(NEW + HERE).isNotNull());
  }

  private Column changed() {
    Column any = lit(false);
    for (String cell : cells) {
      any = any.or(differs(cell));
    }
    return inBoth().and(any);
  }

  private static Column differs(String cell) {
    return not(col(OLD + cell).eqNullSafe(col(NEW + cell)));
  }

  private static Column countIf(Column condition) {
    return functions.count(when(condition, lit(1)));
  }
}
