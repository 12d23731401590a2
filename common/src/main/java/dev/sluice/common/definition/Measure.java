package dev.sluice.common.definition;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * One measure of an aggregate: an aggregate call, or a calculation with several.
 *
 * @param calls what is kept and merged, in the order in which they are written
 * @param calculationOrNull over the values of the calls, in their order; null when the value of the
 *     one call is the measure's
 * @param type the type of the measure's column in gold
 */
public record Measure(String name, List<Call> calls, RowExpression calculationOrNull, DataType type)
    implements Serializable {

  /** A measure that is one call. */
  public static Measure of(String name, Call call) {
    return new Measure(name, List.of(call), null, call.type());
  }

  /** What makes its value of the values of its calls; empty when there is one, and it is that. */
  public Optional<RowExpression> calculation() {
    return Optional.ofNullable(calculationOrNull);
  }

  /** Whether it is {@code count(*)}. */
  public boolean countsAllRows() {
    Call first = calls.get(0);
    return calculation().isEmpty() && first.kind() == Kind.COUNT && first.input().isEmpty();
  }

  /**
   * One mergeable aggregate call.
   *
   * @param inputOrNull what is counted, summed or compared; null for {@code count(*)}. Of {@link
   *     Kind#MIN_BY} and {@link Kind#MAX_BY} a struct of two, what orders and what is taken
   * @param argument the relative standard deviation of an {@link Kind#APPROXIMATE_DISTINCT}, the
   *     percentage of an {@link Kind#APPROXIMATE_PERCENTILE}; 0 for others
   * @param type the type of its value, as Spark's aggregate of the same name has it; of a
   *     percentile double
   */
  public record Call(Kind kind, RowExpression inputOrNull, double argument, DataType type)
      implements Serializable {

    /** What is counted, summed or compared; empty for {@code count(*)}. */
    public Optional<RowExpression> input() {
      return Optional.ofNullable(inputOrNull);
    }
  }

  /** How a call accumulates and merges. NULL inputs are skipped, as in SQL. */
  public enum Kind {
    /** Rows, or rows whose input is not NULL: bigint, merged by adding. */
    COUNT,
    /** Of bigint (wrapping like Spark's) or decimal: merged by adding. */
    SUM,
    MIN,
    MAX,
    /** Kept as exact sum and count, divided when read. */
    AVG,
    /** The value at the least of what orders; of equals at the least coordinates. */
    MIN_BY,
    /** The value at the greatest of what orders; of equals at the greatest coordinates. */
    MAX_BY,
    /** Kept as a HyperLogLog sketch. */
    APPROXIMATE_DISTINCT,
    /** Kept as a histogram whose buckets grow by a constant factor. */
    APPROXIMATE_PERCENTILE
  }
}
