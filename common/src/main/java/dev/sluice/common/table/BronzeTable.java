package dev.sluice.common.table;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Bronze: {@code {lake}/bronze/<dataset>/g<N>}, every record as the bytes it was. The identity of a
 * row is (cluster, topic, partition, offset); its place in the one order of judging is (epoch,
 * batch, arrived_at, topic, partition, offset).
 */
public final class BronzeTable {
  public static final String CLUSTER = "cluster";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String TIMESTAMP = "timestamp";
  public static final String TIMESTAMP_TYPE = "timestamp_type";
  public static final String KEY = "key";
  public static final String VALUE = "value";
  public static final String HEADERS = "headers";
  public static final String ARRIVED_AT = "arrived_at";
  public static final String EPOCH = "epoch";
  public static final String BATCH = "batch";
  public static final String INGEST_DATE = "ingest_date";

  /** One header: key and bytes; keys may repeat, order is kept. */
  public static final StructType HEADER =
      new StructType().add("key", DataTypes.StringType).add("value", DataTypes.BinaryType);

  /**
   * The table's columns. {@code timestamp_type} is Kafka's: 0 CreateTime, 1 LogAppendTime, -1 none.
   * {@code ingest_date} is the UTC date of the micro-batch.
   */
  public static final StructType SCHEMA =
      new StructType()
          .add(CLUSTER, DataTypes.StringType)
          .add(TOPIC, DataTypes.StringType)
          .add(PARTITION, DataTypes.IntegerType)
          .add(OFFSET, DataTypes.LongType)
          .add(TIMESTAMP, DataTypes.TimestampType)
          .add(TIMESTAMP_TYPE, DataTypes.IntegerType)
          .add(KEY, DataTypes.BinaryType)
          .add(VALUE, DataTypes.BinaryType)
          .add(HEADERS, new ArrayType(HEADER, false))
          .add(ARRIVED_AT, DataTypes.TimestampType)
          .add(EPOCH, DataTypes.LongType)
          .add(BATCH, DataTypes.LongType)
          .add(INGEST_DATE, DataTypes.DateType);

  private BronzeTable() {}
}
