package dev.sluice.gold;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import scala.math.Ordering;

/**
 * One call of a measure, of one window and group, while it grows. NULL inputs leave it as it is.
 * Adding and merging are associative and commutative, so any split of the rows gives the same
 * value.
 */
abstract class Accumulator {
  /** Takes the call's input of one row. */
  abstract void add(UnsafeRow inputs, int ordinal);

  /** Takes all that another one of the same call took. */
  abstract void merge(Accumulator other);

  /** How many state fields it has. */
  int stateFields() {
    return 1;
  }

  /** Writes its state fields as Catalyst values. */
  abstract void save(Object[] state, int at);

  /** Becomes what {@link #save} wrote. */
  abstract void load(InternalRow state, int at);

  /** The call's value in Catalyst's form; null for SQL's NULL. */
  abstract Object value();

  /** A number of rows. */
  static final class Count extends Accumulator {
    private final boolean countsNulls;
    private long count;

    private Count(boolean countsNulls) {
      this.countsNulls = countsNulls;
    }

    /** Of all rows; there is no input to look at. */
    static Count ofRows() {
      return new Count(true);
    }

    /** Of the rows whose input is not NULL. */
    static Count ofValues() {
      return new Count(false);
    }

    @Override
    void add(UnsafeRow inputs, int ordinal) {
      if (countsNulls || !inputs.isNullAt(ordinal)) {
        count++;
      }
    }

    @Override
    void merge(Accumulator other) {
      count += ((Count) other).count;
    }

    @Override
    void save(Object[] state, int at) {
      state[at] = count;
    }

    @Override
    void load(InternalRow state, int at) {
      count = state.getLong(at);
    }

    @Override
    Object value() {
      return count;
    }
  }

  /** A sum of bigint; it wraps as Spark's does. */
  static final class SumLongs extends Accumulator {
    private boolean any;
    private long sum;

    @Override
    void add(UnsafeRow inputs, int ordinal) {
      if (!inputs.isNullAt(ordinal)) {
        any = true;
        sum += inputs.getLong(ordinal);
      }
    }

    @Override
    void merge(Accumulator other) {
      SumLongs that = (SumLongs) other;
      any |= that.any;
      sum += that.sum;
    }

    @Override
    void save(Object[] state, int at) {
      state[at] = value();
    }

    @Override
    void load(InternalRow state, int at) {
      any = !state.isNullAt(at);
      sum = any ? state.getLong(at) : 0;
    }

    @Override
    Object value() {
      return any ? sum : null;
    }
  }

  /** A sum of decimals; the measure takes no input wide enough to overflow its type. */
  static final class SumDecimals extends Accumulator {
    private final DecimalType input;
    private final DecimalType type;
    private final ExactSum sum = new ExactSum();
    private boolean any;

    SumDecimals(DecimalType input, DecimalType type) {
      this.input = input;
      this.type = type;
    }

    @Override
    void add(UnsafeRow inputs, int ordinal) {
      if (!inputs.isNullAt(ordinal)) {
        any = true;
        addUnscaled(sum, inputs, ordinal, input);
      }
    }

    @Override
    void merge(Accumulator other) {
      SumDecimals that = (SumDecimals) other;
      any |= that.any;
      sum.add(that.sum);
    }

    @Override
    void save(Object[] state, int at) {
      state[at] = value();
    }

    @Override
    void load(InternalRow state, int at) {
      any = !state.isNullAt(at);
      if (any) {
        sum.add(unscaled(state, at, type));
      }
    }

    @Override
    Object value() {
      return any ? decimal(sum.value(), type) : null;
    }
  }

  /** The least or greatest value by SQL's order. */
  static final class Extreme extends Accumulator {
    private final DataType type;
    private final Ordering<Object> order;
    private Object extreme;

    Extreme(DataType type, Ordering<Object> order) {
      this.type = type;
      this.order = order;
    }

    @Override
    void add(UnsafeRow inputs, int ordinal) {
      if (!inputs.isNullAt(ordinal)) {
        Object value = inputs.get(ordinal, type);
        if (replaces(value)) {
          // A string of the row is a view of a buffer that the next row overwrites.
          extreme = InternalRow.copyValue(value);
        }
      }
    }

    private boolean replaces(Object value) {
      return extreme == null || order.compare(value, extreme) < 0;
    }

    @Override
    void merge(Accumulator other) {
      Object value = ((Extreme) other).extreme;
      if (value != null && replaces(value)) {
        extreme = value;
      }
    }

    @Override
    void save(Object[] state, int at) {
      state[at] = extreme;
    }

    @Override
    void load(InternalRow state, int at) {
      extreme = state.isNullAt(at) ? null : InternalRow.copyValue(state.get(at, type));
    }

    @Override
    Object value() {
      return extreme;
    }
  }

  /** An average as its exact sum and count, divided as Spark divides. */
  static final class Average extends Accumulator {
    private final DataType input;
    private final DecimalType sumType;
    private final DataType type;
    private final ExactSum sum = new ExactSum();
    private long count;

    Average(DataType input, DecimalType sumType, DataType type) {
      this.input = input;
      this.sumType = sumType;
      this.type = type;
    }

    @Override
    int stateFields() {
      return 2;
    }

    @Override
    void add(UnsafeRow inputs, int ordinal) {
      if (!inputs.isNullAt(ordinal)) {
        count++;
        if (input instanceof DecimalType decimal) {
          addUnscaled(sum, inputs, ordinal, decimal);
        } else {
          sum.add(inputs.getLong(ordinal));
        }
      }
    }

    @Override
    void merge(Accumulator other) {
      Average that = (Average) other;
      count += that.count;
      sum.add(that.sum);
    }

    @Override
    void save(Object[] state, int at) {
      state[at] = decimal(sum.value(), sumType);
      state[at + 1] = count;
    }

    @Override
    void load(InternalRow state, int at) {
      sum.add(unscaled(state, at, sumType));
      count = state.getLong(at + 1);
    }

    @Override
    Object value() {
      if (count == 0) {
        return null;
      }
      if (type instanceof DecimalType decimal) {
        Decimal quotient = decimal(sum.value(), sumType).$div(Decimal.apply(count));
        return quotient.toPrecision(
            decimal.precision(), decimal.scale(), Decimal.ROUND_HALF_UP(), true, null);
      }
      return sum.value().doubleValue() / count;
    }
  }

  private static void addUnscaled(ExactSum sum, UnsafeRow row, int ordinal, DecimalType type) {
    if (type.precision() <= Decimal.MAX_LONG_DIGITS()) {
      // An UnsafeRow holds a decimal this short as its unscaled long.
      sum.add(row.getLong(ordinal));
    } else {
      sum.add(unscaled(row, ordinal, type));
    }
  }

  private static BigInteger unscaled(InternalRow row, int ordinal, DecimalType type) {
    return row.getDecimal(ordinal, type.precision(), type.scale())
        .toJavaBigDecimal()
        .setScale(type.scale())
        .unscaledValue();
  }

  private static Decimal decimal(BigInteger unscaled, DecimalType type) {
    return Decimal.apply(new BigDecimal(unscaled, type.scale()), type.precision(), type.scale());
  }
}
