package dev.sluice.common.definition;

import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;

/** What a call of a measure is given of each row, as parsed SQL. NULL where it skips the row. */
final class MeasureInputs {
  private MeasureInputs() {}

  /** The argument, where the call's filter is true. */
  static Expression filtered(MeasureCall call, Expression argument) {
    return call.filter().map(filter -> where(filter, argument)).orElse(argument);
  }

  /** Something that is not NULL, where a condition is true. */
  static Expression rowsWhere(Expression condition) {
    return where(condition, Literal.create(1L, DataTypes.LongType));
  }

  /**
   * A value and what it is chosen by: the call's order, then the row's coordinates, so that of any
   * two rows one comes first, in whatever batches they arrive.
   */
  static Expression ordered(MeasureCall call, Expression value, Expression by) {
    Expression order =
        struct(
            List.of("by", "topic", "partition", "offset"),
            List.of(
                by,
                column(SilverTable.TOPIC),
                column(SilverTable.PARTITION),
                column(SilverTable.OFFSET)));
    Expression taken = new IsNotNull(by);
    if (call.ignoresNulls()) {
      taken = new And(taken, new IsNotNull(value));
    }
    return filtered(call, where(taken, struct(List.of("order", "value"), List.of(order, value))));
  }

  /** By when the event happened. */
  static Expression byEventTime(MeasureCall call) {
    return ordered(call, call.argument(), column(SilverTable.EVENT_TIME));
  }

  private static Expression where(Expression condition, Expression value) {
    return new If(condition, value, Literal.create(null, DataTypes.NullType));
  }

  private static Expression column(String name) {
    return UnresolvedAttribute.quoted(name);
  }

  private static Expression struct(List<String> names, List<Expression> values) {
    List<Expression> fields = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      fields.add(Literal.create(names.get(index), DataTypes.StringType));
      fields.add(values.get(index));
    }
    return new CreateNamedStruct(JavaConverters.asScalaBuffer(fields).toList());
  }
}
