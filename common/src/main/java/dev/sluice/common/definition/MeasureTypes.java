package dev.sluice.common.definition;

import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The types a measure takes and makes: Spark's own, less what is not exact. */
final class MeasureTypes {
  /** Spark adds ten digits to what it sums; beyond this the sum could overflow and become NULL. */
  private static final int MAX_SUMMED_PRECISION = 28;

  private MeasureTypes() {}

  static Measure countOfRows(String name) {
    return new Measure(name, Measure.Kind.COUNT, null, DataTypes.LongType);
  }

  static Measure measure(String name, Measure.Kind kind, RowExpression input) throws SqlProblem {
    return switch (kind) {
      case COUNT -> new Measure(name, kind, input, DataTypes.LongType);
      case MIN, MAX -> extreme(name, kind, input);
      case SUM -> {
        RowExpression summed = summed("sum", input);
        yield new Measure(name, kind, summed, new Sum(summed.bound()).dataType());
      }
      case AVG -> {
        RowExpression summed = summed("avg", input);
        yield new Measure(name, kind, summed, new Average(summed.bound()).dataType());
      }
    };
  }

  private static Measure extreme(String name, Measure.Kind kind, RowExpression input)
      throws SqlProblem {
    DataType type = input.type();
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      throw new SqlProblem(
          "not supported yet: " + kind.name().toLowerCase(Locale.ROOT) + " over " + sql(type));
    }
    return new Measure(name, kind, input, type);
  }

  /** Integers are summed as bigint, so that accumulators know two types only. */
  private static RowExpression summed(String function, RowExpression input) throws SqlProblem {
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
      return new RowExpression(input.name(), input.sql(), bigint(input.bound()));
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

  private static Expression bigint(Expression integer) {
    return integer.dataType().equals(DataTypes.LongType)
        ? integer
        : new Cast(integer, DataTypes.LongType, Option.empty(), EvalMode.LEGACY());
  }

  private static String sql(DataType type) {
    return type.sql().toLowerCase(Locale.ROOT);
  }
}
