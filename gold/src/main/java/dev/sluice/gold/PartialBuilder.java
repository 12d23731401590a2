package dev.sluice.gold;

import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** Adds silver rows to every window of one aggregate that they are in, in one thread. */
final class PartialBuilder {
  private final Layout layout;
  private final int eventTime;
  private final int late;
  private final UnsafeProjection key;
  private final UnsafeProjection inputs;
  private final int[] inputOrdinals;
  private final Predicate<UnsafeRow> wanted;
  private Partial partial = new Partial();

  /**
   * @param wanted the keys whose rows count; others are passed over
   */
  PartialBuilder(Layout layout, int eventTime, int late, Predicate<UnsafeRow> wanted) {
    this.layout = layout;
    this.wanted = wanted;
    this.eventTime = eventTime;
    this.late = late;
    key = layout.keyOfSilver();
    inputs = layout.inputs();
    inputOrdinals = layout.inputOrdinals();
  }

  Layout layout() {
    return layout;
  }

  void add(InternalRow row) {
    if (row.isNullAt(eventTime)) {
      return;
    }
    UnsafeRow of = key.apply(row);
    UnsafeRow values = null;
    long start = of.getLong(0);
    while (layout.windowEnd(start) > row.getLong(eventTime)) {
      of.setLong(0, start);
      if (wanted.test(of)) {
        values = values == null ? inputs.apply(row) : values;
        add(row, values, measures(of));
      }
      start = layout.windowBefore(start);
    }
  }

  private void add(InternalRow row, UnsafeRow values, Measures measures) {
    Accumulator[] accumulators = measures.accumulators();
    for (int index = 0; index < accumulators.length; index++) {
      accumulators[index].add(values, inputOrdinals[index]);
    }
    if (!row.isNullAt(late) && row.getBoolean(late)) {
      measures.addLateRow();
    }
  }

  private Measures measures(UnsafeRow reused) {
    Measures measures = partial.measures().get(reused);
    if (measures == null) {
      measures = layout.newMeasures();
      partial.measures().put(reused.copy(), measures);
    }
    return measures;
  }

  int size() {
    return partial.size();
  }

  /** What was added since the last call. */
  Partial take() {
    Partial taken = partial;
    partial = new Partial();
    return taken;
  }
}
