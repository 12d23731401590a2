package dev.sluice.common.definition;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/**
 * A SQL expression over the columns of one row, analysed, deterministic and bound to the ordinals
 * of its input schema, so that it evaluates without a session ({@code bound().eval(row)} or through
 * generated code).
 *
 * @param name the column it makes
 * @param sql as written
 * @param bound every column a {@code BoundReference} into the input schema
 */
public record RowExpression(String name, String sql, Expression bound) implements Serializable {

  /** The type of its value. */
  public DataType type() {
    return bound.dataType();
  }
}
