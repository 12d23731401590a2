package dev.sluice.common.table;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Silver: {@code {lake}/silver/<dataset>/g<N>}. The columns that are ours stand around the
 * dataset's own fields: {@code event_id, event_time, arrived_at, late, warnings, <fields>, _extra,
 * _cluster, _topic, _partition, _offset, event_date}. A field called {@code event_id} or {@code
 * event_time} that the dataset names as its id or event time is that column, not a second one.
 */
public final class SilverTable {
  public static final String EVENT_ID = "event_id";
  public static final String EVENT_TIME = "event_time";
  public static final String ARRIVED_AT = "arrived_at";
  public static final String LATE = "late";
  public static final String WARNINGS = "warnings";
  public static final String EXTRA = "_extra";
  public static final String CLUSTER = "_cluster";
  public static final String TOPIC = "_topic";
  public static final String PARTITION = "_partition";
  public static final String OFFSET = "_offset";
  public static final String EVENT_DATE = "event_date";

  /** What stands before the dataset's fields. */
  public static final StructType HEAD =
      new StructType()
          .add(EVENT_ID, DataTypes.StringType)
          .add(EVENT_TIME, DataTypes.TimestampType)
          .add(ARRIVED_AT, DataTypes.TimestampType)
          .add(LATE, DataTypes.BooleanType)
          .add(WARNINGS, DataTypes.createArrayType(DataTypes.StringType, false));

  /** What stands after them. */
  public static final StructType TAIL =
      new StructType()
          .add(EXTRA, DataTypes.StringType)
          .add(CLUSTER, DataTypes.StringType)
          .add(TOPIC, DataTypes.StringType)
          .add(PARTITION, DataTypes.IntegerType)
          .add(OFFSET, DataTypes.LongType)
          .add(EVENT_DATE, DataTypes.DateType);

  private SilverTable() {}

  /** The table's columns around the dataset's own fields. */
  public static StructType schema(List<StructField> fields) {
    StructType schema = HEAD;
    for (StructField field : fields) {
      schema = schema.add(field);
    }
    for (StructField field : TAIL.fields()) {
      schema = schema.add(field);
    }
    return schema;
  }
}
