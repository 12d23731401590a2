package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** A measure as it is parsed: its aggregate calls, and what is calculated with their values. */
final class MeasureSql {
  private final List<MeasureCall> calls = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private final Expression calculation;

  /**
   * @throws SqlProblem when it is none, or has a call that cannot be merged
   */
  MeasureSql(Expression parsed) throws SqlProblem {
    if (parsed instanceof Alias alias) {
      throw new SqlProblem("a measure is expected here, without \"as " + alias.name() + "\"");
    }
    calculation = overValues(parsed);
    if (calls.isEmpty()) {
      throw new SqlProblem(
          "a measure is a call of " + MeasureCall.KNOWN + ", or a calculation with such calls");
    }
    if (!columns.isEmpty()) {
      throw new SqlProblem(
          "a calculation reads aggregates, and " + columns.get(0) + " stands outside of them");
    }
  }

  List<MeasureCall> calls() {
    return calls;
  }

  /** Whether the value of the one call is the measure's. */
  boolean isOneCall() {
    return calculation instanceof UnresolvedAttribute;
  }

  /** What is calculated, over a column for each call. */
  Expression calculation() {
    return calculation;
  }

  /** The columns that {@link #calculation} reads. */
  static StructType values(List<DataType> types) {
    StructType values = new StructType();
    for (DataType type : types) {
      values = values.add(value(values.size()), type);
    }
    return values;
  }

  private static String value(int index) {
    return "call_" + (index + 1);
  }

  private Expression overValues(Expression part) throws SqlProblem {
    var call = MeasureCall.of(part);
    if (call.isPresent()) {
      calls.add(call.get());
      return UnresolvedAttribute.quoted(value(calls.size() - 1));
    }
    if (part instanceof UnresolvedFunction function
        && !FunctionNames.isKnown(FunctionNames.name(function))) {
      throw SqlMessages.unknownFunction(FunctionNames.name(function));
    }
    if (part instanceof UnresolvedAttribute column) {
      columns.add(column.name());
    }
    List<Expression> children = new ArrayList<>();
    for (Expression child : Catalyst.children(part)) {
      children.add(overValues(child));
    }
    return children.isEmpty()
        ? part
        : (Expression) part.withNewChildren(JavaConverters.asScalaBuffer(children).toIndexedSeq());
  }
}
