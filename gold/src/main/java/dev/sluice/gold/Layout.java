package dev.sluice.gold;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.StateField;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * How one aggregate's keys, inputs and states lie in rows.
 *
 * <ul>
 *   <li>key: window start in micros, then the group's values; equal keys are equal bytes
 *   <li>inputs: the input of each call that has one, measure by measure
 *   <li>state: the state fields of each call, measure by measure, then the number of late rows
 * </ul>
 */
final class Layout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final ArrayList<RowExpression> groupBy;
  private final ArrayList<Measure> measures;
  private final ArrayList<Measure.Call> calls = new ArrayList<>();
  private final ArrayList<StateField> stateFields = new ArrayList<>();
  private final long windowMicros;
  private final long everyMicros;
  private final Duration bucket;
  private final StructType goldSchema;
  private final StructType stateSchema;
  private final int eventTime;

  Layout(AnalyzedAggregate aggregate, StructType silver) {
    name = aggregate.name();
    groupBy = new ArrayList<>(aggregate.groupBy());
    measures = new ArrayList<>(aggregate.measures());
    for (Measure measure : measures) {
      calls.addAll(measure.calls());
      stateFields.addAll(StateField.of(measure));
    }
    windowMicros = aggregate.definition().window().length().toNanos() / 1_000;
    everyMicros = aggregate.definition().window().every().toNanos() / 1_000;
    bucket = aggregate.definition().bucket();
    goldSchema = GoldTable.schema(aggregate);
    stateSchema = stateSchema(stateFields);
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

  /** What the state has before the number of late rows. */
  List<StateField> stateFields() {
    return stateFields;
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

  /** The start of the window that begins before another one, in micros. */
  long windowBefore(long windowStart) {
    return windowStart - everyMicros;
  }

  /** From a silver row to its key in the last window that it is in. */
  UnsafeProjection keyOfSilver() {
    List<Expression> key = new ArrayList<>();
    key.add(lastWindowStart());
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

  /** From a silver row to the inputs of the calls; see {@link #inputOrdinals}. */
  UnsafeProjection inputs() {
    List<Expression> inputs = new ArrayList<>();
    calls.forEach(call -> call.input().ifPresent(input -> inputs.add(input.bound())));
    return projection(inputs);
  }

  /** For each call the ordinal of its input; -1 for {@code count(*)}. */
  int[] inputOrdinals() {
    int[] ordinals = new int[calls.size()];
    int next = 0;
    for (int index = 0; index < ordinals.length; index++) {
      ordinals[index] = calls.get(index).input().isPresent() ? next++ : -1;
    }
    return ordinals;
  }

  /** From state fields to bytes. */
  UnsafeProjection stateProjection() {
    return UnsafeProjection.create(stateSchema);
  }

  Measures newMeasures() {
    return new Measures(calls.stream().map(Accumulators::of).toArray(Accumulator[]::new), 0);
  }

  InternalRow state(Measures of) {
    Object[] state = new Object[stateSchema.size()];
    int at = 0;
    for (Accumulator accumulator : of.accumulators()) {
      accumulator.save(state, at);
      at += accumulator.stateFields();
    }
    state[at] = of.lateRows();
    return new GenericInternalRow(state);
  }

  Measures measures(InternalRow state) {
    Accumulator[] accumulators = newMeasures().accumulators();
    int at = 0;
    for (Accumulator accumulator : accumulators) {
      accumulator.load(state, at);
      at += accumulator.stateFields();
    }
    return new Measures(accumulators, state.getLong(at));
  }

  /** The value of each measure in Catalyst's form; null for SQL's NULL. */
  Object[] values(Measures of) {
    Object[] values = new Object[measures.size()];
    int at = 0;
    for (int index = 0; index < values.length; index++) {
      Measure measure = measures.get(index);
      Object[] ofCalls = new Object[measure.calls().size()];
      for (int call = 0; call < ofCalls.length; call++) {
        ofCalls[call] = of.accumulators()[at++].value();
      }
      values[index] =
          measure.calculation().isEmpty()
              ? ofCalls[0]
              : measure.calculationOrNull().bound().eval(new GenericInternalRow(ofCalls));
    }
    return values;
  }

  private static StructType stateSchema(List<StateField> fields) {
    StructType schema = new StructType();
    for (StateField field : fields) {
      schema = schema.add(field.name(), field.type());
    }
    return schema.add(GoldTable.LATE_ROWS, DataTypes.LongType);
  }

  private Expression lastWindowStart() {
    Expression micros = micros(new BoundReference(eventTime, DataTypes.TimestampType, true));
    Expression every = Literal.create(everyMicros, DataTypes.LongType);
    return new Subtract(micros, new Pmod(micros, every));
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
