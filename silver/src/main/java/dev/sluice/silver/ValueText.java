package dev.sluice.silver;

import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/** The text of a value, as SQL's {@code cast(... as string)} gives it in UTC. For one thread. */
final class ValueText {
  private final boolean isText;
  private final Expression cast;
  private final GenericInternalRow row = new GenericInternalRow(1);

  ValueText(DataType type) {
    isText = type instanceof StringType;
    cast =
        new Cast(
            new BoundReference(0, type, false),
            DataTypes.StringType,
            Option.apply("UTC"),
            org.apache.spark.sql.catalyst.expressions.EvalMode$.MODULE$.LEGACY());
  }

  UTF8String of(Object value) {
    if (isText) {
      return (UTF8String) value;
    }
    row.update(0, value);
    return (UTF8String) cast.eval(row);
  }
}
