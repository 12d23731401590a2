package dev.sluice.common.definition;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import scala.collection.JavaConverters;

/** The one aggregate call that a measure is. */
final class MeasureCall {
  private static final Map<String, Measure.Kind> KINDS =
      Map.of(
          "count", Measure.Kind.COUNT,
          "sum", Measure.Kind.SUM,
          "min", Measure.Kind.MIN,
          "max", Measure.Kind.MAX,
          "avg", Measure.Kind.AVG,
          "mean", Measure.Kind.AVG);

  private static final Set<String> NOT_YET =
      Set.of(
          "any",
          "any_value",
          "approx_count_distinct",
          "approx_percentile",
          "bit_and",
          "bit_or",
          "bit_xor",
          "bool_and",
          "bool_or",
          "count_if",
          "every",
          "first",
          "first_value",
          "hll_sketch_agg",
          "hll_union_agg",
          "last",
          "last_value",
          "max_by",
          "min_by",
          "percentile_approx",
          "some",
          "try_avg",
          "try_sum");

  private static final String KNOWN = "count, sum, min, max or avg";

  private MeasureCall() {}

  static UnresolvedFunction check(Expression parsed) throws SqlProblem {
    if (parsed instanceof Alias alias) {
      throw new SqlProblem("a measure is expected here, without \"as " + alias.name() + "\"");
    }
    if (parsed instanceof AggregateExpression aggregate) {
      // The parser itself makes first, last and a few more; none of ours.
      throw unsupported(aggregate.aggregateFunction().prettyName());
    }
    if (!(parsed instanceof UnresolvedFunction call)
        || (FunctionNames.isKnown(FunctionNames.name(call))
            && !FunctionNames.isAggregate(FunctionNames.name(call)))) {
      throw notACall(parsed);
    }
    checkName(FunctionNames.name(call));
    checkForm(call);
    return call;
  }

  static Measure.Kind kind(UnresolvedFunction call) {
    return KINDS.get(FunctionNames.name(call));
  }

  /** {@code count(*)}, which the parser turns into {@code count(1)}, or any other constant. */
  static boolean countsAllRows(UnresolvedFunction call) {
    return kind(call) == Measure.Kind.COUNT
        && (call.arguments().head() instanceof Star
            || (call.arguments().head() instanceof Literal constant && constant.value() != null));
  }

  private static SqlProblem notACall(Expression parsed) {
    if (hasAggregate(parsed)) {
      return new SqlProblem(
          "cannot be merged: a calculation with aggregates; make each aggregate a measure of its"
              + " own");
    }
    return new SqlProblem("a measure is one call of " + KNOWN);
  }

  private static boolean hasAggregate(Expression parsed) {
    return parsed instanceof AggregateExpression
        || (parsed instanceof UnresolvedFunction call
            && FunctionNames.isAggregate(FunctionNames.name(call)))
        || Catalyst.children(parsed).stream().anyMatch(MeasureCall::hasAggregate);
  }

  private static void checkName(String name) throws SqlProblem {
    if (KINDS.containsKey(name)) {
      return;
    }
    if (!FunctionNames.isKnown(name)) {
      throw SqlMessages.unknownFunction(name);
    }
    throw unsupported(name);
  }

  private static SqlProblem unsupported(String name) {
    String why = NOT_YET.contains(name) ? "not supported yet: " : "cannot be merged: ";
    return new SqlProblem(why + name + " (supported: " + KNOWN + ")");
  }

  private static void checkForm(UnresolvedFunction call) throws SqlProblem {
    String name = FunctionNames.name(call);
    List<Expression> arguments = JavaConverters.seqAsJavaList(call.arguments());
    if (call.isDistinct()) {
      throw new SqlProblem("not supported yet: " + name + "(distinct …)");
    }
    if (call.filter().isDefined()) {
      throw new SqlProblem(
          "not supported yet: filter (where …); write " + name + "(case when … then … end)");
    }
    if (arguments.size() != 1) {
      throw new SqlProblem(
          name + " takes one argument here, and " + arguments.size() + " are given");
    }
  }
}
