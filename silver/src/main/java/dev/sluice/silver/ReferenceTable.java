package dev.sluice.silver;

import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.error.ReferenceErrors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * One version of a reference table, in memory: by its key what is taken of the row that has it.
 *
 * @param name as the definition names it
 * @param version for people: what tells this version from others
 */
record ReferenceTable(String name, String version, HashMap<UnsafeRow, UnsafeRow> rows)
    implements Serializable {

  /**
   * A version of rows that have been read. A row whose key has a NULL is no row for anybody.
   *
   * @param content of {@link Enrichment#read()}
   * @param hidesKeys whether values of the key must not be shown
   * @throws dev.sluice.common.error.SluiceException SL-2061 when two rows have one key
   */
  static ReferenceTable of(
      Enrichment enrichment, String version, List<InternalRow> content, boolean hidesKeys) {
    StructType columns = enrichment.read();
    int keys = enrichment.keyTypes().size();
    UnsafeProjection key = projection(columns, 0, keys);
    UnsafeProjection taken = projection(columns, keys, columns.length());
    HashMap<UnsafeRow, UnsafeRow> rows = new HashMap<>();
    for (InternalRow row : content) {
      UnsafeRow itsKey = key.apply(row);
      if (!itsKey.anyNull() && rows.put(itsKey.copy(), taken.apply(row).copy()) != null) {
        throw ReferenceErrors.keyTwice(
            enrichment.definition().table(), version, hidesKeys ? "" : text(row, columns, keys));
      }
    }
    return new ReferenceTable(enrichment.definition().table(), version, rows);
  }

  private static UnsafeProjection projection(StructType columns, int from, int until) {
    List<Expression> parts = new ArrayList<>();
    for (int ordinal = from; ordinal < until; ordinal++) {
      parts.add(new BoundReference(ordinal, columns.fields()[ordinal].dataType(), true));
    }
    return UnsafeProjection.create(JavaConverters.asScalaBuffer(parts).toSeq());
  }

  private static String text(InternalRow row, StructType columns, int keys) {
    List<String> parts = new ArrayList<>();
    for (int ordinal = 0; ordinal < keys; ordinal++) {
      StructField column = columns.fields()[ordinal];
      Object value = row.get(ordinal, column.dataType());
      parts.add(column.name() + " = " + new ValueText(column.dataType()).of(value));
    }
    return String.join(", ", parts);
  }

  /** What is taken of the row with a key; null when there is none. */
  UnsafeRow find(UnsafeRow key) {
    return rows.get(key);
  }
}
