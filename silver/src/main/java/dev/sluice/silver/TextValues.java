package dev.sluice.silver;

import dev.sluice.common.definition.SqlAnalyzer;
import dev.sluice.common.definition.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns texts into values of declared types, as SQL's strict cast does. */
final class TextValues {
  private static final StructType TEXT = new StructType().add("text", DataTypes.StringType);

  private final StructType columns;
  private final List<Expression> casts = new ArrayList<>();
  private final GenericInternalRow text = new GenericInternalRow(1);
  private GenericInternalRow row;

  TextValues(StructType columns) {
    this.columns = columns;
    for (StructField column : columns.fields()) {
      casts.add(cast(column));
    }
  }

  private static Expression cast(StructField column) {
    String sql = "try_cast(text as " + column.dataType().sql() + ")";
    try {
      return SqlAnalyzer.row(column.name(), sql, TEXT).bound();
    } catch (SqlProblem impossible) {
      throw new IllegalStateException(sql, impossible);
    }
  }

  /**
   * Reads one row.
   *
   * @param texts null stays null
   * @param positions of the columns in it
   * @return what is wrong, without the value; null when nothing is
   */
  String read(String[] texts, int[] positions) {
    row = new GenericInternalRow(casts.size());
    for (int column = 0; column < casts.size(); column++) {
      String written = texts[positions[column]];
      if (written != null) {
        text.update(0, UTF8String.fromString(written));
        Object value = casts.get(column).eval(text);
        if (value == null) {
          StructField wanted = columns.fields()[column];
          return wanted.name() + " is not a " + wanted.dataType().simpleString();
        }
        row.update(column, value);
      }
    }
    return null;
  }

  /** The row that was read last. */
  InternalRow row() {
    return row;
  }
}
