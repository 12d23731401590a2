package dev.sluice.gold;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.SilverTable;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Pmod;
import org.apache.spark.sql.catalyst.expressions.PreciseTimestampConversion;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.optimizer.NormalizeFloatingNumbers$;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.math.Ordering;

/**
 * How one aggregate's keys, inputs and states lie in rows.
 *
 * <ul>
 *   <li>key: window start in micros, then the group's values; equal keys are equal bytes
 *   <li>inputs: the input of each measure that has one
 *   <li>state: the state fields of each measure, then the number of late rows
 * </ul>
 */
final class Layout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final ArrayList<RowExpression> groupBy;
  private final ArrayList<Measure> measures;
  private final long windowMicros;
  private final Duration bucket;
  private final StructType goldSchema;
  private final StructType stateSchema;
  private final int eventTime;

  Layout(AnalyzedAggregate aggregate, StructType silver) {
    name = aggregate.name();
    groupBy = new ArrayList<>(aggregate.groupBy());
    measures = new ArrayList<>(aggregate.measures());
    windowMicros = aggregate.definition().tumbling().toNanos() / 1_000;
    bucket = aggregate.definition().bucket();
    goldSchema = GoldTable.schema(aggregate);
    stateSchema = stateSchema(measures);
    eventTime = silver.fieldIndex(SilverTable.EVENT_TIME);
  }

  String name() {
    return name;
  }

  List<RowExpression> groupBy() {
    return groupBy;
  }

  List<Measure> measures() {
    return measures;
  }

  StructType goldSchema() {
    return goldSchema;
  }

  StructType stateSchema() {
    return stateSchema;
  }

  /** The end of the window that starts at this time, in micros. */
  long windowEnd(long windowStart) {
    return windowStart + windowMicros;
  }

  /** The partition of gold that holds the window. */
  String bucket(long windowStart) {
    return GoldTable.bucket(windowStart, bucket);
  }

  /** From a silver row to its key. */
  UnsafeProjection keyOfSilver() {
    List<Expression> key = new ArrayList<>();
    key.add(windowStart());
    groupBy.forEach(column -> key.add(normalized(column.bound())));
    return projection(key);
  }

  /** From a gold row to its key. */
  UnsafeProjection keyOfGold() {
    List<Expression> key = new ArrayList<>();
    key.add(micros(column(goldSchema, GoldTable.WINDOW_START)));
    groupBy.forEach(group -> key.add(normalized(column(goldSchema, group.name()))));
    return projection(key);
  }

  /** From a silver row to the inputs of the measures; see {@link #inputOrdinals}. */
  UnsafeProjection inputs() {
    List<Expression> inputs = new ArrayList<>();
    measures.forEach(measure -> measure.input().ifPresent(input -> inputs.add(input.bound())));
    return projection(inputs);
  }

  /** For each measure the ordinal of its input; -1 for {@code count(*)}. */
  int[] inputOrdinals() {
    int[] ordinals = new int[measures.size()];
    int next = 0;
    for (int index = 0; index < ordinals.length; index++) {
      ordinals[index] = measures.get(index).input().isPresent() ? next++ : -1;
    }
    return ordinals;
  }

  /** From state fields to bytes. */
  UnsafeProjection stateProjection() {
    return UnsafeProjection.create(stateSchema);
  }

  Measures newMeasures() {
    Accumulator[] accumulators = new Accumulator[measures.size()];
    for (int index = 0; index < accumulators.length; index++) {
      accumulators[index] = accumulator(measures.get(index));
    }
    return new Measures(accumulators, 0);
  }

  InternalRow state(Measures of) {
    Object[] state = new Object[stateSchema.size()];
    int at = 0;
    for (int index = 0; index < measures.size(); index++) {
      of.accumulators()[index].save(state, at);
      at += stateFields(measures.get(index)).size();
    }
    state[at] = of.lateRows();
    return new GenericInternalRow(state);
  }

  Measures measures(InternalRow state) {
    Measures fresh = newMeasures();
    int at = 0;
    for (int index = 0; index < measures.size(); index++) {
      fresh.accumulators()[index].load(state, at);
      at += stateFields(measures.get(index)).size();
    }
    return new Measures(fresh.accumulators(), state.getLong(at));
  }

  private static Accumulator accumulator(Measure measure) {
    return switch (measure.kind()) {
      case COUNT ->
          measure.input().isPresent() ? Accumulator.Count.ofValues() : Accumulator.Count.ofRows();
      case SUM ->
          measure.type() instanceof DecimalType type
              ? new Accumulator.SumDecimals((DecimalType) measure.inputOrNull().type(), type)
              : new Accumulator.SumLongs();
      case MIN -> new Accumulator.Extreme(measure.type(), order(measure.type()));
      case MAX -> new Accumulator.Extreme(measure.type(), order(measure.type()).reverse());
      case AVG ->
          new Accumulator.Average(
              measure.inputOrNull().type(), GoldTable.averagedSum(measure), measure.type());
    };
  }

  private static Ordering<Object> order(DataType type) {
    return TypeUtils.getInterpretedOrdering(type);
  }

  private static StructType stateSchema(List<Measure> measures) {
    StructType schema = new StructType();
    for (Measure measure : measures) {
      for (StructField field : stateFields(measure)) {
        schema = schema.add(field);
      }
    }
    return schema.add(GoldTable.LATE_ROWS, DataTypes.LongType);
  }

  private static List<StructField> stateFields(Measure measure) {
    return measure.kind() == Measure.Kind.AVG
        ? List.of(GoldTable.state(List.of(measure)).orElseThrow().fields())
        : List.of(DataTypes.createStructField(measure.name(), measure.type(), true));
  }

  private Expression windowStart() {
    Expression micros = micros(new BoundReference(eventTime, DataTypes.TimestampType, true));
    Expression length = Literal.create(windowMicros, DataTypes.LongType);
    return new Subtract(micros, new Pmod(micros, length));
  }

  private static Expression micros(Expression timestamp) {
    return new PreciseTimestampConversion(timestamp, DataTypes.TimestampType, DataTypes.LongType);
  }

  private static Expression column(StructType schema, String name) {
    int ordinal = schema.fieldIndex(name);
    return new BoundReference(ordinal, schema.fields()[ordinal].dataType(), true);
  }

  /** Spark groups -0.0 with 0.0 and all NaN together. */
  private static Expression normalized(Expression value) {
    return NormalizeFloatingNumbers$.MODULE$.normalize(value);
  }

  private static UnsafeProjection projection(List<Expression> expressions) {
    return UnsafeProjection.create(JavaConverters.asScalaBuffer(expressions).toList());
  }
}
