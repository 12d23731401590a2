package dev.sluice.common.table;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Quarantine: {@code {lake}/quarantine/<dataset>/g<N>}: where a bad row lies in bronze and why it
 * is bad, never its payload.
 */
public final class QuarantineTable {
  public static final String CLUSTER = "cluster";
  public static final String TOPIC = "topic";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String ARRIVED_AT = "arrived_at";
  public static final String REASON = "reason";
  public static final String RULE = "rule";
  public static final String DETAIL = "detail";
  public static final String DEFINITION_VERSION = "definition_version";
  public static final String EPOCH = "epoch";
  public static final String BATCH = "batch";
  public static final String QUARANTINED_AT = "quarantined_at";

  /** Longest {@code detail}, in characters. */
  public static final int MAX_DETAIL = 512;

  /** The table's columns; {@code rule} names all failed rules, joined by a comma. */
  public static final StructType SCHEMA =
      new StructType()
          .add(CLUSTER, DataTypes.StringType)
          .add(TOPIC, DataTypes.StringType)
          .add(PARTITION, DataTypes.IntegerType)
          .add(OFFSET, DataTypes.LongType)
          .add(ARRIVED_AT, DataTypes.TimestampType)
          .add(REASON, DataTypes.StringType)
          .add(RULE, DataTypes.StringType)
          .add(DETAIL, DataTypes.StringType)
          .add(DEFINITION_VERSION, DataTypes.StringType)
          .add(EPOCH, DataTypes.LongType)
          .add(BATCH, DataTypes.LongType)
          .add(QUARANTINED_AT, DataTypes.TimestampType);

  private QuarantineTable() {}
}
