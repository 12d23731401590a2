package dev.sluice.silver;

import dev.sluice.common.definition.Protection;
import dev.sluice.common.definition.Protection.Field;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Turns clear rows into those that may leave their judgement. Values are computed outside of
 * generated code and joined to the clear row, so that neither key nor value is a literal anywhere.
 * For one thread; rows are overwritten by the next call.
 */
final class Protector {
  /** One protected column: where its clear value stands, and what becomes of it. */
  private record Slot(int ordinal, DataType type, Guard guard) {}

  private final ExtraFilter extra;
  private final List<Slot> slots = new ArrayList<>();
  private final GenericInternalRow values;
  private final JoinedRow input = new JoinedRow();
  private final UnsafeProjection row;

  Protector(Protection protection) {
    this.extra = protection.dropsExtra() ? null : new ExtraFilter(protection.refusedExtras());
    Signer signer = protection.keys().isEmpty() ? null : new Signer(protection.keys().get(0));
    List<Expression> columns = columns(protection, signer);
    this.values = new GenericInternalRow(slots.size());
    this.row = UnsafeProjection.create(JavaConverters.asScalaBuffer(columns).toSeq());
  }

  private List<Expression> columns(Protection protection, Signer signer) {
    List<Expression> columns = new ArrayList<>();
    StructType clear = protection.clear();
    StructType silver = protection.silver();
    for (int i = 0; i < clear.length(); i++) {
      StructField column = clear.fields()[i];
      List<Field> inside = protection.inside(column.name());
      // Of _extra only the source's is dropped, before anything reads it.
      if (inside.isEmpty() || column.name().equals(SilverTable.EXTRA)) {
        columns.add(new BoundReference(i, column.dataType(), true));
      } else if (!Protection.isDropped(inside)) {
        DataType type = silver.apply(column.name()).dataType();
        columns.add(new BoundReference(clear.length() + slots.size(), type, true));
        slots.add(new Slot(i, column.dataType(), Guard.of(column.dataType(), inside, signer)));
      }
    }
    return columns;
  }

  /** The source's {@code _extra} without what a protected field may be in. */
  Object extra(InternalRow source, int ordinal) {
    return extra == null || source.isNullAt(ordinal)
        ? null
        : extra.filter(source.getUTF8String(ordinal));
  }

  /** The protected row of a clear one. */
  UnsafeRow protect(UnsafeRow clear) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      values.update(
          i,
          clear.isNullAt(slot.ordinal())
              ? null
              : slot.guard().protect(clear.get(slot.ordinal(), slot.type())));
    }
    return row.apply(input.apply(clear, values));
  }
}
