package dev.sluice.common.table;

import dev.sluice.common.definition.Measure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * One field of what a measure goes on from.
 *
 * @param isColumn whether the measure's own column is it; otherwise it is a field of {@link
 *     GoldTable#STATE}
 */
public record StateField(String name, DataType type, boolean isColumn) implements Serializable {
  private static final int MAX_DIGITS = 38;

  /** All of one measure, call by call. */
  public static List<StateField> of(Measure measure) {
    if (measure.calculation().isEmpty()) {
      return of(measure.name(), measure.calls().get(0), true);
    }
    List<StateField> fields = new ArrayList<>();
    for (int index = 0; index < measure.calls().size(); index++) {
      fields.addAll(of(measure.name() + "_" + (index + 1), measure.calls().get(index), false));
    }
    return fields;
  }

  private static List<StateField> of(String name, Measure.Call call, boolean isColumn) {
    return switch (call.kind()) {
      case COUNT, SUM, MIN, MAX -> List.of(new StateField(name, call.type(), isColumn));
      case AVG ->
          List.of(
              new StateField(name + "_sum", averagedSum(call), false),
              new StateField(name + "_count", DataTypes.LongType, false));
      case MIN_BY, MAX_BY ->
          List.of(new StateField(name + "_at", nullable(call.inputOrNull().type()), false));
      case APPROXIMATE_DISTINCT, APPROXIMATE_PERCENTILE ->
          List.of(new StateField(name + "_sketch", DataTypes.BinaryType, false));
    };
  }

  /** Where nothing has been chosen yet, nothing inside is there either. */
  private static DataType nullable(DataType chosen) {
    return chosen.asNullable();
  }

  /** The type of the sum behind an average: of whole numbers as many digits as there are. */
  public static DecimalType averagedSum(Measure.Call average) {
    DataType input = average.inputOrNull().type();
    return input instanceof DecimalType decimal
        ? new DecimalType(Math.min(MAX_DIGITS, decimal.precision() + 10), decimal.scale())
        : new DecimalType(MAX_DIGITS, 0);
  }
}
