package dev.sluice.silver;

import dev.sluice.common.table.QuarantineTable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Where a judged row went, by its coordinates; the reason, rules and detail of a refused one. */
final class RowOutcome {
  static final String GOOD = "good";
  static final String DUPLICATE = "duplicate";
  static final String FILTERED = "filtered";
  static final String REFUSED = "refused";

  static final StructType SCHEMA =
      new StructType()
          .add(QuarantineTable.CLUSTER, DataTypes.StringType)
          .add(QuarantineTable.TOPIC, DataTypes.StringType)
          .add(QuarantineTable.PARTITION, DataTypes.IntegerType)
          .add(QuarantineTable.OFFSET, DataTypes.LongType)
          .add(QuarantineTable.ARRIVED_AT, DataTypes.TimestampType)
          .add("went", DataTypes.StringType)
          .add("new_reason", DataTypes.StringType)
          .add("new_rule", DataTypes.StringType)
          .add("new_detail", DataTypes.StringType);

  private RowOutcome() {}

  /** Of a row that is not refused. */
  static InternalRow of(InternalRow bronze, String went) {
    return row(bronze, went, null, null, null);
  }

  /**
   * Of a row that is.
   *
   * @param problem reason, rule and detail
   */
  static InternalRow refused(InternalRow bronze, InternalRow problem) {
    return row(
        bronze,
        REFUSED,
        problem.getUTF8String(0),
        problem.getUTF8String(1),
        problem.getUTF8String(2));
  }

  private static InternalRow row(
      InternalRow bronze, String went, UTF8String reason, UTF8String rule, UTF8String detail) {
    return new GenericInternalRow(
        new Object[] {
          bronze.getUTF8String(Bronze.CLUSTER),
          bronze.getUTF8String(Bronze.TOPIC),
          bronze.getInt(Bronze.PARTITION),
          bronze.getLong(Bronze.OFFSET),
          bronze.getLong(Bronze.ARRIVED_AT),
          UTF8String.fromString(went),
          reason,
          rule,
          detail
        });
  }
}
