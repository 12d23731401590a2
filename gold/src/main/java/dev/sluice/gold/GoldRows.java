package dev.sluice.gold;

import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.StateField;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
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
    List<StateField> fields = layout.stateFields();
    Object[] state = new Object[fields.size() + 1];
    int inStruct = 0;
    for (int index = 0; index < fields.size(); index++) {
      StateField field = fields.get(index);
      state[index] =
          field.isColumn()
              ? value(gold, schema.fieldIndex(field.name()), field.type())
              : value(stateOf(gold), inStruct++, field.type());
    }
    state[fields.size()] = gold.getLong(schema.fieldIndex(GoldTable.LATE_ROWS));
    return new GenericInternalRow(state);
  }

  private InternalRow stateOf(InternalRow gold) {
    int struct = schema.fieldIndex(GoldTable.STATE);
    return gold.getStruct(struct, ((StructType) schema.fields()[struct].dataType()).size());
  }

  private static Object value(InternalRow row, int ordinal, DataType type) {
    return row.isNullAt(ordinal) ? null : row.get(ordinal, type);
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
    for (Object value : layout.values(entry.measures())) {
      row[at++] = value;
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
    List<Object> struct = new ArrayList<>();
    List<StateField> fields = layout.stateFields();
    for (int index = 0; index < fields.size(); index++) {
      if (!fields.get(index).isColumn()) {
        struct.add(state.get(index, fields.get(index).type()));
      }
    }
    return new GenericInternalRow(struct.toArray());
  }
}
