package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DatasetDefinition.Hot;
import dev.sluice.common.definition.HotKeyTemplate;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.GoldTable;
import dev.sluice.gold.GoldValues;
import dev.sluice.gold.HotValue;
import dev.sluice.gold.Partial;
import dev.sluice.gold.Totals;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.functions;

/** The totals of one hot aggregate and what they look like in Redis. */
final class HotAggregate {
  private final AnalyzedAggregate aggregate;
  private final HotKeyTemplate template;
  private final Duration ttl;
  private final Totals totals;

  HotAggregate(AnalyzedDataset dataset, AnalyzedAggregate aggregate) {
    Hot hot = aggregate.definition().hot().orElseThrow();
    this.aggregate = aggregate;
    this.template = HotKeyTemplate.parse(hot.key()).orElseThrow();
    this.ttl = hot.ttl();
    this.totals = new Totals(dataset, aggregate.name());
  }

  String name() {
    return aggregate.name();
  }

  /** Takes the rows of gold whose keys live at a time. */
  void load(Dataset<Row> gold, Instant now) {
    totals.load(gold.where(functions.col(GoldTable.WINDOW_END).gt(Timestamp.from(now.minus(ttl)))));
  }

  /** Adds rows that silver has. */
  void load(Partial partial) {
    totals.merge(partial);
  }

  /**
   * Values that rows have changed.
   *
   * @param created the keys of those that were not there before
   */
  record Change(List<HotValue> changed, List<String> created) {}

  /** Adds what some rows add. */
  Change merge(Partial partial) {
    List<HotValue> changed = new ArrayList<>();
    List<String> created = new ArrayList<>();
    Totals.Merged merged = totals.merge(partial);
    for (UnsafeRow key : merged.changed()) {
      HotValue value = value(totals.value(key).orElseThrow());
      changed.add(value);
      if (merged.created().contains(key)) {
        created.add(value.key());
      }
    }
    return new Change(changed, created);
  }

  /** All values as they are now. */
  List<HotValue> everything() {
    List<HotValue> all = new ArrayList<>();
    totals.forEach(value -> all.add(value(value)));
    return all;
  }

  void forgetExpired(Instant now) {
    totals.forgetWindowsUntil(ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(ttl)));
  }

  private HotValue value(GoldValues values) {
    Instant start = instant(values.windowStart());
    Instant end = instant(values.windowEnd());
    Map<String, String> fields = new HashMap<>();
    fields.put(GoldTable.WINDOW_START, start.toString());
    fields.put(GoldTable.WINDOW_END, end.toString());
    fields.put(GoldTable.LATE_ROWS, Long.toString(values.lateRows()));
    Map<String, String> group = new HashMap<>();
    values
        .columns()
        .forEach(
            (name, value) -> {
              if (value != null) {
                fields.put(name, text(value));
              }
            });
    for (RowExpression column : aggregate.groupBy()) {
      group.put(column.name(), fields.get(column.name()));
    }
    return new HotValue(template.render(group, start), fields, end.plus(ttl));
  }

  /** Plain text a service can read: no exponent, UTC, ISO-8601. */
  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof Timestamp timestamp
        ? timestamp.toInstant().toString()
        : value.toString();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
