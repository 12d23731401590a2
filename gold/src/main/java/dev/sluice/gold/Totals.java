package dev.sluice.gold;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.RowExpression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * The running values of one aggregate, in the driver: what gold held at a start, and every partial
 * since. For one thread at a time.
 */
public final class Totals {
  private final Layout layout;
  private final Map<UnsafeRow, Measures> measures = new HashMap<>();

  /** Empty. */
  public Totals(AnalyzedDataset dataset, String aggregate) {
    layout = PartialAggregation.of(dataset).layout(aggregate);
  }

  /**
   * Takes rows of the aggregate's gold table; one Spark job. A key that is known already keeps
   * nothing of what it held.
   */
  public void load(Dataset<Row> gold) {
    GoldRows rows = new GoldRows(layout);
    for (InternalRow row : gold.queryExecution().executedPlan().executeCollect()) {
      measures.put(rows.key(row), rows.entry(row).measures());
    }
  }

  /**
   * Keys that a partial has touched.
   *
   * @param changed whose values changed
   * @param created those of them that had no value before
   */
  public record Merged(Set<UnsafeRow> changed, Set<UnsafeRow> created) {}

  /** Adds what some rows add; the partial must not be used afterwards. */
  public Merged merge(Partial partial) {
    Set<UnsafeRow> created = new HashSet<>();
    partial
        .measures()
        .forEach(
            (key, added) -> {
              if (isFirst(key, added)) {
                created.add(key);
              }
            });
    return new Merged(partial.measures().keySet(), created);
  }

  private boolean isFirst(UnsafeRow key, Measures added) {
    Measures known = measures.putIfAbsent(key, added);
    if (known != null) {
      known.merge(added);
    }
    return known == null;
  }

  /** What a key stands at. */
  public Optional<GoldValues> value(UnsafeRow key) {
    return Optional.ofNullable(measures.get(key)).map(found -> values(key, found));
  }

  /** Every value. */
  public void forEach(Consumer<GoldValues> visitor) {
    measures.forEach((key, found) -> visitor.accept(values(key, found)));
  }

  /** Forgets windows that end at or before a time in micros. */
  public void forgetWindowsUntil(long micros) {
    measures.keySet().removeIf(key -> layout.windowEnd(key.getLong(0)) <= micros);
  }

  /** How many windows and groups it holds. */
  public int size() {
    return measures.size();
  }

  private GoldValues values(UnsafeRow key, Measures found) {
    Map<String, Object> columns = new LinkedHashMap<>();
    int ordinal = 1;
    for (RowExpression group : layout.groupBy()) {
      Object value = key.get(ordinal++, group.type());
      columns.put(group.name(), CatalystTypeConverters.convertToScala(value, group.type()));
    }
    Object[] values = layout.values(found);
    for (int index = 0; index < values.length; index++) {
      Measure measure = layout.measures().get(index);
      columns.put(
          measure.name(), CatalystTypeConverters.convertToScala(values[index], measure.type()));
    }
    long start = key.getLong(0);
    return new GoldValues(start, layout.windowEnd(start), columns, found.lateRows());
  }
}
