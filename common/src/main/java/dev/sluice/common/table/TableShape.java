package dev.sluice.common.table;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * What every table of the lake is created with: protocol 1/2 without deletion vectors, column
 * mapping or v2 checkpoints (design 4.1, point 11), the clean-up of its log left to maintenance.
 */
final class TableShape {
  /** Out of reach: checkpoints of the log are written beside the commits, never inside one. */
  private static final String NO_CHECKPOINT_IN_A_COMMIT = "1000000000";

  private TableShape() {}

  /**
   * Creates a table.
   *
   * @param path its root
   * @param statistics columns whose minimum and maximum each file records
   * @param distinct columns for which Parquet tries no dictionary
   */
  static void create(
      SparkSession session,
      String path,
      StructType schema,
      List<String> partitionBy,
      List<String> statistics,
      List<String> distinct) {
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(session)
            .location(path)
            .addColumns(schema)
            .partitionedBy(partitionBy.toArray(String[]::new));
    properties(statistics).forEach(builder::property);
    // Delta hands the properties of a table to the writers of its files.
    distinct.forEach(column -> builder.property("parquet.enable.dictionary#" + column, "false"));
    builder.execute();
  }

  private static Map<String, String> properties(List<String> statistics) {
    return Map.of(
        "delta.checkpointInterval", NO_CHECKPOINT_IN_A_COMMIT,
        "delta.enableExpiredLogCleanup", "false",
        "delta.logRetentionDuration", "interval 7 days",
        "delta.enableDeletionVectors", "false",
        "delta.minReaderVersion", "1",
        "delta.minWriterVersion", "2",
        "delta.dataSkippingStatsColumns", String.join(",", statistics));
  }

  /** A table with the columns it lacks, behind its own; empty when it has all of them. */
  static Optional<Metadata> wider(Metadata table, StructType schema) {
    StructType wider = TableColumns.wider(table.schema(), schema);
    return wider.equals(table.schema()) ? Optional.empty() : Optional.of(withSchema(table, wider));
  }

  private static Metadata withSchema(Metadata table, StructType schema) {
    return table.copy(
        table.id(),
        table.name(),
        table.description(),
        table.format(),
        schema.json(),
        table.partitionColumns(),
        table.configuration(),
        table.createdTime());
  }
}
