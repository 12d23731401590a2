package dev.sluice.gold;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.math.Ordering;

/**
 * The value of the row that comes first or last in an order. Its input and its state are {@code
 * struct<order, value>}; no two rows have the same order.
 */
final class ChosenValue extends Accumulator {
  private final StructType type;
  private final Ordering<Object> order;
  private InternalRow chosen;

  ChosenValue(StructType type, boolean last) {
    this.type = type;
    Ordering<Object> ascending = Accumulators.order(type.fields()[0].dataType());
    this.order = last ? ascending.reverse() : ascending;
  }

  @Override
  void add(UnsafeRow inputs, int ordinal) {
    if (!inputs.isNullAt(ordinal)) {
      InternalRow candidate = inputs.getStruct(ordinal, type.size());
      if (comesBefore(candidate)) {
        // It is a view of a buffer that the next row overwrites.
        chosen = candidate.copy();
      }
    }
  }

  private boolean comesBefore(InternalRow candidate) {
    return chosen == null || order.compare(orderOf(candidate), orderOf(chosen)) < 0;
  }

  private InternalRow orderOf(InternalRow candidate) {
    return candidate.getStruct(0, ((StructType) type.fields()[0].dataType()).size());
  }

  @Override
  void merge(Accumulator other) {
    InternalRow candidate = ((ChosenValue) other).chosen;
    if (candidate != null && comesBefore(candidate)) {
      chosen = candidate;
    }
  }

  @Override
  void save(Object[] state, int at) {
    state[at] = chosen;
  }

  @Override
  void load(InternalRow state, int at) {
    chosen = state.isNullAt(at) ? null : state.getStruct(at, type.size()).copy();
  }

  @Override
  Object value() {
    StructField value = type.fields()[1];
    return chosen == null || chosen.isNullAt(1) ? null : chosen.get(1, value.dataType());
  }
}
