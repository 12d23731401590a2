package dev.sluice.common.definition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** What the calls of measures take and make: Spark's own types, less what is not exact. */
final class MeasureTypes {
  /** Spark adds ten digits to what it sums; beyond this the sum could overflow and become NULL. */
  private static final int MAX_SUMMED_PRECISION = 28;

  /**
   * Of a distinct count for which the definition names none: a sketch of 4,096 registers, 1.6 %.
   * Spark's own default is 5 %.
   */
  private static final double DEFAULT_DEVIATION = 0.02;

  /** What a sketch of 2,097,152 registers (HyperLogLog's most) gets to, and what one of 16 does. */
  private static final double LEAST_DEVIATION = 0.0008;

  private static final double GREATEST_DEVIATION = 0.26;

  private final MeasureCall call;
  private final String sql;
  private final StructType columns;

  /**
   * @param sql the measure as written
   * @param columns that its arguments may read
   */
  MeasureTypes(MeasureCall call, String sql, StructType columns) {
    this.call = call;
    this.sql = sql;
    this.columns = columns;
  }

  /** The call, analysed. */
  Measure.Call analyzed() throws SqlProblem {
    for (Expression argument : call.countsAllRows() ? List.<Expression>of() : call.arguments()) {
      RowChecks.checkParsed(argument, sql);
    }
    if (call.filter().isPresent()) {
      RowChecks.checkParsed(call.filter().get(), sql);
    }
    return switch (call.function()) {
      case "count" -> call.countsAllRows() ? countOfRows() : count(argument());
      case "count_if" -> count(analyzed(MeasureInputs.rowsWhere(conditionOfCountIf())));
      case "sum" -> sum(summed(argument()));
      case "min" -> extreme(Measure.Kind.MIN, argument());
      case "max" -> extreme(Measure.Kind.MAX, argument());
      case "avg", "mean" -> average(summed(argument()));
      case "first", "first_value" -> chosen(Measure.Kind.MIN_BY, MeasureInputs.byEventTime(call));
      case "last", "last_value" -> chosen(Measure.Kind.MAX_BY, MeasureInputs.byEventTime(call));
      case "min_by" -> chosen(Measure.Kind.MIN_BY, byTheSecondArgument());
      case "max_by" -> chosen(Measure.Kind.MAX_BY, byTheSecondArgument());
      case "approx_count_distinct" -> distinct(argument());
      default -> percentile(argument());
    };
  }

  private RowExpression argument() throws SqlProblem {
    return analyzed(MeasureInputs.filtered(call, call.argument()));
  }

  private RowExpression analyzed(Expression parsed) throws SqlProblem {
    return new RowExpression(call.function(), sql, Catalyst.analyze(parsed, columns));
  }

  private Measure.Call countOfRows() throws SqlProblem {
    return call.filter().isPresent()
        ? count(analyzed(MeasureInputs.rowsWhere(call.filter().get())))
        : plain(Measure.Kind.COUNT, null, DataTypes.LongType);
  }

  private Expression conditionOfCountIf() {
    return call.filter()
        .<Expression>map(filter -> new And(filter, call.argument()))
        .orElse(call.argument());
  }

  private static Measure.Call count(RowExpression input) {
    return plain(Measure.Kind.COUNT, input, DataTypes.LongType);
  }

  private static Measure.Call sum(RowExpression summed) {
    return plain(Measure.Kind.SUM, summed, new Sum(summed.bound()).dataType());
  }

  private static Measure.Call average(RowExpression summed) {
    return plain(Measure.Kind.AVG, summed, new Average(summed.bound()).dataType());
  }

  private static Measure.Call plain(Measure.Kind kind, RowExpression input, DataType type) {
    return new Measure.Call(kind, input, 0, type);
  }

  private Measure.Call extreme(Measure.Kind kind, RowExpression input) throws SqlProblem {
    if (isNested(input.type())) {
      throw new SqlProblem("not supported yet: " + call.function() + " over " + sql(input.type()));
    }
    return plain(kind, input, input.type());
  }

  private Expression byTheSecondArgument() throws SqlProblem {
    Expression by = call.arguments().get(1);
    DataType type = Catalyst.analyze(by, columns).dataType();
    if (isNested(type)) {
      throw new SqlProblem("not supported yet: " + call.function() + " ordered by " + sql(type));
    }
    return MeasureInputs.ordered(call, call.argument(), by);
  }

  /** Of the struct that {@link MeasureInputs#ordered} makes. */
  private Measure.Call chosen(Measure.Kind kind, Expression ordered) throws SqlProblem {
    RowExpression input = analyzed(ordered);
    return plain(kind, input, ((StructType) input.type()).fields()[1].dataType());
  }

  private Measure.Call distinct(RowExpression input) throws SqlProblem {
    if (isNested(input.type())) {
      throw new SqlProblem("not supported yet: " + call.function() + " over " + sql(input.type()));
    }
    double deviation =
        call.arguments().size() == 1
            ? DEFAULT_DEVIATION
            : number("deviation", LEAST_DEVIATION, GREATEST_DEVIATION);
    return new Measure.Call(
        Measure.Kind.APPROXIMATE_DISTINCT, input, deviation, DataTypes.LongType);
  }

  private Measure.Call percentile(RowExpression input) throws SqlProblem {
    if (!(input.type() instanceof NumericType)) {
      throw new SqlProblem(call.function() + " needs a number, and this is " + sql(input.type()));
    }
    return new Measure.Call(
        Measure.Kind.APPROXIMATE_PERCENTILE,
        new RowExpression(input.name(), sql, cast(input.bound(), DataTypes.DoubleType)),
        number("percentage", 0, 1),
        DataTypes.DoubleType);
  }

  /** The second argument, which is the same for all rows. */
  private double number(String what, double least, double most) throws SqlProblem {
    Expression constant = Catalyst.analyze(call.arguments().get(1), columns);
    Object value =
        constant instanceof Literal && constant.dataType() instanceof NumericType
            ? cast(constant, DataTypes.DoubleType).eval(null)
            : null;
    if (!(value instanceof Double number) || !(number >= least && number <= most)) {
      throw new SqlProblem(
          String.format(
              Locale.ROOT,
              "the %s of %s is one number from %s to %s",
              what,
              call.function(),
              plain(least),
              plain(most)));
    }
    return number;
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  /** Integers are summed as bigint, so that accumulators know two types only. */
  private RowExpression summed(RowExpression input) throws SqlProblem {
    String function = call.function().equals("sum") ? "sum" : "avg";
    DataType type = input.type();
    if (type instanceof DecimalType decimal) {
      if (decimal.precision() > MAX_SUMMED_PRECISION) {
        throw new SqlProblem(
            String.format(
                "%s over %s can overflow: cast it to decimal(%d,%d)",
                function,
                sql(type),
                MAX_SUMMED_PRECISION,
                Math.min(decimal.scale(), MAX_SUMMED_PRECISION)));
      }
      return input;
    }
    if (type instanceof IntegralType) {
      return new RowExpression(input.name(), input.sql(), cast(input.bound(), DataTypes.LongType));
    }
    throw notSummed(function, type);
  }

  private static SqlProblem notSummed(String function, DataType type) {
    if (type.equals(DataTypes.DoubleType)
        || type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.StringType)) {
      return new SqlProblem(
          function + " over " + sql(type) + " is not exact: cast it to decimal(18,2) or bigint");
    }
    return new SqlProblem(function + " needs a number, and this is " + sql(type));
  }

  private static Expression cast(Expression number, DataType type) {
    return number.dataType().equals(type)
        ? number
        : new Cast(number, type, Option.empty(), EvalMode.LEGACY());
  }

  private static String sql(DataType type) {
    return type.sql().toLowerCase(Locale.ROOT);
  }
}
