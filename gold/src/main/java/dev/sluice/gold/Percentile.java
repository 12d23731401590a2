package dev.sluice.gold;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * A percentile within 1 % of its value: a <a
 * href="https://www.vldb.org/pvldb/vol12/p2195-masson.pdf">DDSketch</a>, a histogram whose buckets
 * grow by a constant factor. Its counts depend on the values alone, so merging in any order gives
 * the same; quantile sketches that keep samples (KLL, t-digest) do not. Values that are not finite
 * are left out.
 */
final class Percentile extends Accumulator {
  /** Buckets of the widths that give it span 17 orders of magnitude in {@link #MOST_BUCKETS}. */
  private static final double RELATIVE_ERROR = 0.01;

  /** The library's default; of more, those of the smallest values become one. */
  private static final int MOST_BUCKETS = 2_048;

  private final double percentage;
  private final DDSketch sketch =
      DDSketches.logarithmicCollapsingLowestDense(RELATIVE_ERROR, MOST_BUCKETS);

  /**
   * @param percentage from 0 to 1
   */
  Percentile(double percentage) {
    this.percentage = percentage;
  }

  @Override
  void add(UnsafeRow inputs, int ordinal) {
    if (!inputs.isNullAt(ordinal) && Double.isFinite(inputs.getDouble(ordinal))) {
      sketch.accept(bounded(inputs.getDouble(ordinal)));
    }
  }

  /** The largest double lies in no bucket of the library. */
  private double bounded(double value) {
    double most = sketch.getIndexMapping().maxIndexableValue();
    return Math.max(-most, Math.min(most, value));
  }

  @Override
  void merge(Accumulator other) {
    sketch.mergeWith(((Percentile) other).sketch);
  }

  @Override
  void save(Object[] state, int at) {
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(out, true);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    state[at] = out.trimmedCopy();
  }

  @Override
  void load(InternalRow state, int at) {
    try {
      sketch.decodeAndMergeWith(ByteArrayInput.wrap(state.getBinary(at)));
    } catch (IOException torn) {
      throw new UncheckedIOException(torn);
    }
  }

  @Override
  Object value() {
    return sketch.isEmpty() ? null : sketch.getValueAtQuantile(percentage);
  }
}
