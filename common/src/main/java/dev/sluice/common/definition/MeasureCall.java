package dev.sluice.common.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * One aggregate call of a measure as it is written; its function is one that can be merged.
 *
 * @param filter what stands in {@code filter (where …)}
 * @param ignoresNulls whether {@code ignore nulls} stands in it
 */
record MeasureCall(
    String function,
    List<Expression> arguments,
    Optional<Expression> filter,
    boolean ignoresNulls) {

  /** How many arguments each function takes. */
  private static final Map<String, Arity> FUNCTIONS =
      Map.ofEntries(
          Map.entry("count", Arity.ONE),
          Map.entry("count_if", Arity.ONE),
          Map.entry("sum", Arity.ONE),
          Map.entry("min", Arity.ONE),
          Map.entry("max", Arity.ONE),
          Map.entry("avg", Arity.ONE),
          Map.entry("mean", Arity.ONE),
          Map.entry("first", Arity.ONE),
          Map.entry("first_value", Arity.ONE),
          Map.entry("last", Arity.ONE),
          Map.entry("last_value", Arity.ONE),
          Map.entry("min_by", Arity.TWO),
          Map.entry("max_by", Arity.TWO),
          Map.entry("approx_count_distinct", Arity.ONE_OR_TWO),
          Map.entry("percentile_approx", Arity.TWO),
          Map.entry("approx_percentile", Arity.TWO));

  private static final Set<String> NOT_YET =
      Set.of(
          "any",
          "any_value",
          "bit_and",
          "bit_or",
          "bit_xor",
          "bool_and",
          "bool_or",
          "every",
          "hll_sketch_agg",
          "hll_union_agg",
          "some",
          "try_avg",
          "try_sum");

  /** The functions, for people. */
  static final String KNOWN =
      "count, count_if, sum, min, max, avg, first, last, min_by, max_by, approx_count_distinct or"
          + " percentile_approx";

  /**
   * The call that an expression is; empty when it is something else.
   *
   * @throws SqlProblem when it is an aggregate that cannot be merged, or not written as one
   */
  static Optional<MeasureCall> of(Expression parsed) throws SqlProblem {
    if (parsed instanceof AggregateExpression aggregate) {
      return Optional.of(ofParser(aggregate));
    }
    if (parsed instanceof UnresolvedFunction call
        && FunctionNames.isAggregate(FunctionNames.name(call))) {
      return Optional.of(ofName(call));
    }
    return Optional.empty();
  }

  /** {@code count(*)}, which the parser turns into {@code count(1)}, or any other constant. */
  boolean countsAllRows() {
    return function.equals("count")
        && (argument() instanceof Star
            || (argument() instanceof Literal constant && constant.value() != null));
  }

  Expression argument() {
    return arguments.get(0);
  }

  /** The parser itself makes first, last and a few more; none of ours but these. */
  private static MeasureCall ofParser(AggregateExpression aggregate) throws SqlProblem {
    if (aggregate.aggregateFunction() instanceof First first) {
      return new MeasureCall(
          "first", List.of(first.child()), java(aggregate.filter()), first.ignoreNulls());
    }
    if (aggregate.aggregateFunction() instanceof Last last) {
      return new MeasureCall(
          "last", List.of(last.child()), java(aggregate.filter()), last.ignoreNulls());
    }
    throw unsupported(aggregate.aggregateFunction().prettyName());
  }

  private static MeasureCall ofName(UnresolvedFunction call) throws SqlProblem {
    String function = FunctionNames.name(call);
    if (!FUNCTIONS.containsKey(function)) {
      throw unsupported(function);
    }
    if (call.isDistinct()) {
      throw new SqlProblem(
          "cannot be merged: " + function + "(distinct …); approx_count_distinct can");
    }
    List<Expression> arguments = JavaConverters.seqAsJavaList(call.arguments());
    FUNCTIONS.get(function).check(function, arguments.size());
    return new MeasureCall(function, arguments, java(call.filter()), call.ignoreNulls());
  }

  private static <T> Optional<T> java(Option<T> option) {
    return option.isDefined() ? Optional.of(option.get()) : Optional.empty();
  }

  private static SqlProblem unsupported(String name) {
    String why = NOT_YET.contains(name) ? "not supported yet: " : "cannot be merged: ";
    return new SqlProblem(why + name + " (supported: " + KNOWN + ")");
  }

  /** How many arguments a function takes. */
  private enum Arity {
    ONE(1, 1, "one argument"),
    TWO(2, 2, "two arguments"),
    ONE_OR_TWO(1, 2, "one argument or two");

    private final int least;
    private final int most;
    private final String words;

    Arity(int least, int most, String words) {
      this.least = least;
      this.most = most;
      this.words = words;
    }

    void check(String function, int given) throws SqlProblem {
      if (given < least || given > most) {
        throw new SqlProblem(function + " takes " + words + " here, and " + given + " are given");
      }
    }
  }
}
