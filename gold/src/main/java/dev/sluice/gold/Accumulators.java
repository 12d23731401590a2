package dev.sluice.gold;

import dev.sluice.common.definition.Measure;
import dev.sluice.common.table.StateField;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import scala.math.Ordering;

/** Which accumulator a call of a measure has. */
final class Accumulators {
  private Accumulators() {}

  /** An empty one. */
  static Accumulator of(Measure.Call call) {
    return switch (call.kind()) {
      case COUNT ->
          call.input().isPresent() ? Accumulator.Count.ofValues() : Accumulator.Count.ofRows();
      case SUM ->
          call.type() instanceof DecimalType type
              ? new Accumulator.SumDecimals((DecimalType) call.inputOrNull().type(), type)
              : new Accumulator.SumLongs();
      case MIN -> new Accumulator.Extreme(call.type(), order(call.type()));
      case MAX -> new Accumulator.Extreme(call.type(), order(call.type()).reverse());
      case AVG ->
          new Accumulator.Average(
              call.inputOrNull().type(), StateField.averagedSum(call), call.type());
      case MIN_BY -> new ChosenValue(ordered(call), false);
      case MAX_BY -> new ChosenValue(ordered(call), true);
      case APPROXIMATE_DISTINCT -> new DistinctCount(call.inputOrNull().type(), call.argument());
      case APPROXIMATE_PERCENTILE -> new Percentile(call.argument());
    };
  }

  private static StructType ordered(Measure.Call call) {
    return (StructType) call.inputOrNull().type();
  }

  static Ordering<Object> order(DataType type) {
    return TypeUtils.getInterpretedOrdering(type);
  }
}
