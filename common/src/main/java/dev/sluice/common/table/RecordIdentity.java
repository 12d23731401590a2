package dev.sluice.common.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_micros;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What tells one record of the source from all others, in bronze, silver and quarantine: where it
 * stood and when it arrived. Offsets of a topic that was made anew repeat, arrivals do not.
 *
 * @param arrivedAt micros since 1970
 */
public record RecordIdentity(
    String cluster, String topic, int partition, long offset, long arrivedAt)
    implements Serializable {
  /** The columns of bronze and quarantine that hold it. */
  public static final List<String> COLUMNS = QuarantineTable.IDENTITY;

  /** The same of silver. */
  public static final List<String> SILVER_COLUMNS =
      List.of(
          SilverTable.CLUSTER,
          SilverTable.TOPIC,
          SilverTable.PARTITION,
          SilverTable.OFFSET,
          SilverTable.ARRIVED_AT);

  private static final StructType SCHEMA =
      new StructType()
          .add(BronzeTable.CLUSTER, DataTypes.StringType)
          .add(BronzeTable.TOPIC, DataTypes.StringType)
          .add(BronzeTable.PARTITION, DataTypes.IntegerType)
          .add(BronzeTable.OFFSET, DataTypes.LongType)
          .add(BronzeTable.ARRIVED_AT, DataTypes.LongType);

  /** Where it stands, for people. */
  public RowCoordinates coordinates() {
    return new RowCoordinates(topic, partition, offset);
  }

  /**
   * Records as rows, for joins.
   *
   * @param columns their names, as {@link #COLUMNS} or {@link #SILVER_COLUMNS}
   */
  public static Dataset<Row> rows(
      SparkSession session, Collection<RecordIdentity> records, List<String> columns) {
    List<Row> rows =
        records.stream()
            .map(
                record ->
                    RowFactory.create(
                        record.cluster(),
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.arrivedAt()))
            .toList();
    return session
        .createDataFrame(rows, SCHEMA)
        .withColumn(BronzeTable.ARRIVED_AT, timestamp_micros(col(BronzeTable.ARRIVED_AT)))
        .toDF(columns.toArray(String[]::new));
  }
}
