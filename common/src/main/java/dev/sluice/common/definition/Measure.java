package dev.sluice.common.definition;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * One mergeable measure of an aggregate.
 *
 * @param inputOrNull what is counted or summed; null for {@code count(*)}
 * @param type the type of the measure's column in gold, as Spark's aggregate of the same name has
 *     it
 */
public record Measure(String name, Kind kind, RowExpression inputOrNull, DataType type)
    implements Serializable {

  /** What is counted or summed; empty for {@code count(*)}. */
  public Optional<RowExpression> input() {
    return Optional.ofNullable(inputOrNull);
  }

  /** How a measure accumulates and merges. NULL inputs are skipped, as in SQL. */
  public enum Kind {
    /** Rows, or rows whose input is not NULL: bigint, merged by adding. */
    COUNT,
    /** Of bigint (wrapping like Spark's) or decimal: merged by adding. */
    SUM,
    MIN,
    MAX,
    /** Kept as exact sum and count, divided when read. */
    AVG
  }
}
