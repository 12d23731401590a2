package dev.sluice.gold;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;

/**
 * About how many different values there were: a HyperLogLog sketch of <a
 * href="https://datasketches.apache.org/docs/HLL/HLL.html">DataSketches</a>. What is read from it
 * is the composite estimate, which depends on the registers alone; the library's other one (HIP)
 * also depends on the order in which they were filled. Exact up to a few hundred values.
 */
final class DistinctCount extends Accumulator {
  /** Relative standard error of 2^k registers: 1.04 / sqrt(2^k), Flajolet et al. 2007. */
  private static final double ERROR_OF_ONE_REGISTER = 1.04;

  /** The library leaves out empty arrays; no UTF-8 text is this one. */
  private static final byte[] EMPTY = {(byte) 0xFF};

  private final DataType type;
  private final Union sketch;

  /**
   * @param type of the values
   * @param deviation relative standard deviation that is wanted at most
   */
  DistinctCount(DataType type, double deviation) {
    this.type = type;
    this.sketch = new Union(registersLog2(deviation));
  }

  private static int registersLog2(double deviation) {
    double registers = Math.pow(ERROR_OF_ONE_REGISTER / deviation, 2);
    return (int) Math.ceil(Math.log(registers) / Math.log(2));
  }

  @Override
  void add(UnsafeRow inputs, int ordinal) {
    if (inputs.isNullAt(ordinal)) {
      return;
    }
    if (type instanceof StringType) {
      addBytes(inputs.getUTF8String(ordinal).getBytes());
    } else if (type instanceof BinaryType) {
      addBytes(inputs.getBinary(ordinal));
    } else if (type instanceof DecimalType decimal) {
      addBytes(
          inputs
              .getDecimal(ordinal, decimal.precision(), decimal.scale())
              .toJavaBigDecimal()
              .setScale(decimal.scale())
              .unscaledValue()
              .toByteArray());
    } else if (type instanceof DoubleType || type instanceof FloatType) {
      sketch.update(((Number) inputs.get(ordinal, type)).doubleValue());
    } else if (type instanceof BooleanType) {
      sketch.update(inputs.getBoolean(ordinal) ? 1L : 0L);
    } else {
      sketch.update(((Number) inputs.get(ordinal, type)).longValue());
    }
  }

  private void addBytes(byte[] bytes) {
    sketch.update(bytes.length == 0 ? EMPTY : bytes);
  }

  @Override
  void merge(Accumulator other) {
    sketch.update(((DistinctCount) other).sketch.getResult());
  }

  @Override
  void save(Object[] state, int at) {
    state[at] = sketch.getResult(TgtHllType.HLL_4).toCompactByteArray();
  }

  @Override
  void load(InternalRow state, int at) {
    sketch.update(HllSketch.heapify(state.getBinary(at)));
  }

  @Override
  Object value() {
    return Math.round(sketch.getCompositeEstimate());
  }
}
