package dev.sluice.gold;

import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.GoldTable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows of a gold table to entries and back, in one thread. */
final class GoldRows {
  private final Layout layout;
  private final StructType schema;
  private final UnsafeProjection key;
  private final UnsafeProjection bytes;

  GoldRows(Layout layout) {
    this.layout = layout;
    schema = layout.goldSchema();
    key = layout.keyOfGold();
    bytes = UnsafeProjection.create(schema);
  }

  UnsafeRow key(InternalRow gold) {
    return key.apply(gold).copy();
  }

  GoldEntry entry(InternalRow gold) {
    return new GoldEntry(
        layout.measures(state(gold)),
        gold.getLong(schema.fieldIndex(GoldTable.VERSION)),
        gold.getLong(schema.fieldIndex(GoldTable.UPDATED_AT)),
        gold.getBoolean(schema.fieldIndex(GoldTable.FINAL)));
  }

  /** The state fields, wherever the table keeps them: a column of their own or {@code _state}. */
  private InternalRow state(InternalRow gold) {
    StructField[] fields = layout.stateSchema().fields();
    Object[] state = new Object[fields.length];
    int inStruct = 0;
    for (int index = 0; index < fields.length; index++) {
      StructField field = fields[index];
      if (isInStruct(index)) {
        int struct = schema.fieldIndex(GoldTable.STATE);
        int size = ((StructType) schema.fields()[struct].dataType()).size();
        state[index] = gold.getStruct(struct, size).get(inStruct++, field.dataType());
      } else {
        int ordinal = schema.fieldIndex(field.name());
        state[index] = gold.isNullAt(ordinal) ? null : gold.get(ordinal, field.dataType());
      }
    }
    return new GenericInternalRow(state);
  }

  /** By position: a measure may be called like a state field of another. */
  private boolean isInStruct(int stateIndex) {
    int at = 0;
    for (Measure measure : layout.measures()) {
      int size = measure.kind() == Measure.Kind.AVG ? 2 : 1;
      if (stateIndex < at + size) {
        return size == 2;
      }
      at += size;
    }
    return false;
  }

  UnsafeRow row(UnsafeRow key, GoldEntry entry) {
    Object[] row = new Object[schema.size()];
    long start = key.getLong(0);
    int at = 0;
    row[at++] = start;
    row[at++] = layout.windowEnd(start);
    List<RowExpression> groupBy = layout.groupBy();
    for (int index = 0; index < groupBy.size(); index++) {
      row[at++] = key.get(index + 1, groupBy.get(index).type());
    }
    for (Accumulator accumulator : entry.measures().accumulators()) {
      row[at++] = accumulator.value();
    }
    row[at++] = entry.measures().lateRows();
    row[at++] = entry.isFinal();
    row[at++] = entry.version();
    row[at++] = entry.updatedAt();
    if (GoldTable.state(layout.measures()).isPresent()) {
      row[at++] = struct(entry.measures());
    }
    row[at] = UTF8String.fromString(layout.bucket(start));
    return bytes.apply(new GenericInternalRow(row)).copy();
  }

  private InternalRow struct(Measures measures) {
    InternalRow state = layout.state(measures);
    StructField[] fields = layout.stateSchema().fields();
    java.util.ArrayList<Object> struct = new java.util.ArrayList<>();
    for (int index = 0; index < fields.length; index++) {
      if (isInStruct(index)) {
        struct.add(state.get(index, fields[index].dataType()));
      }
    }
    return new GenericInternalRow(struct.toArray());
  }
}
