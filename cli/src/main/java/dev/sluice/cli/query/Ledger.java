package dev.sluice.cli.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.LakeCatalog.Layer;
import dev.sluice.common.table.LakeCatalog.Table;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where the rows went: one row per closed flush, read from what silver's commits say about
 * themselves. Commits without an accounting (of maintenance, of others) are none.
 */
final class Ledger {
  /** The name of the view. */
  static final String NAME = "ledger";

  static final StructType SCHEMA =
      new StructType()
          .add("dataset", DataTypes.StringType)
          .add("stage", DataTypes.StringType)
          .add("generation", DataTypes.IntegerType)
          .add("first_epoch", DataTypes.LongType)
          .add("first_batch", DataTypes.LongType)
          .add("epoch", DataTypes.LongType)
          .add("batch", DataTypes.LongType)
          .add("read", DataTypes.LongType)
          .add("good", DataTypes.LongType)
          .add("duplicate", DataTypes.LongType)
          .add("quarantined", DataTypes.LongType)
          .add("filtered", DataTypes.LongType)
          .add("late", DataTypes.LongType)
          .add("conflicts", DataTypes.LongType)
          .add("warned", DataTypes.LongType)
          .add("holes", DataTypes.LongType)
          .add("bronze_rows", DataTypes.LongType)
          .add("silver_rows", DataTypes.LongType)
          .add("quarantine_rows", DataTypes.LongType)
          .add("adds_up", DataTypes.BooleanType)
          .add("reasons", DataTypes.StringType)
          .add("reference_versions", DataTypes.StringType)
          .add("offsets", DataTypes.StringType)
          .add("frontier", DataTypes.StringType)
          .add("version", DataTypes.LongType)
          .add("committed_at", DataTypes.TimestampType);

  private Ledger() {}

  /** The flushes of every dataset's generation in force, oldest first. */
  static Dataset<Row> of(SparkSession session, LakeCatalog lake) {
    List<Row> flushes = new ArrayList<>();
    for (Table silver : lake.tables(Layer.SILVER)) {
      new LakeTable(session, silver.path().toString())
          .forEachCommit(
              0,
              commit ->
                  commit
                      .metadata()
                      .filter(metadata -> metadata.has("accounting"))
                      .ifPresent(metadata -> flushes.add(row(silver, commit, metadata))));
    }
    return session.createDataFrame(flushes, SCHEMA);
  }

  private static Row row(Table silver, CommitEntry commit, ObjectNode metadata) {
    Reached reached = Reached.fromJson(metadata);
    Accounting counts = Accounting.fromJson(metadata.path("accounting"));
    long bronzeRows = metadata.path("bronze_rows").asLong();
    long quarantineRows = metadata.path("quarantine_rows").asLong();
    return RowFactory.create(
        silver.name(),
        silver.layer().text(),
        silver.generation(),
        reached.first().epoch(),
        reached.first().batch(),
        reached.last().epoch(),
        reached.last().batch(),
        counts.read(),
        counts.good(),
        counts.duplicate(),
        counts.quarantined(),
        counts.filtered(),
        counts.late(),
        counts.conflicts(),
        counts.warned(),
        metadata.path("holes").asLong(),
        bronzeRows,
        commit.rows(),
        quarantineRows,
        // As dev.sluice.silver.SilverCommit judges it.
        counts.addsUp()
            && counts.read() == bronzeRows
            && counts.good() == commit.rows()
            && counts.quarantined() == quarantineRows,
        counts.toJson().path("reasons").toString(),
        metadata.path("references").isMissingNode() ? "{}" : metadata.path("references").toString(),
        reached.offsets().toString(),
        reached.frontier().toString(),
        commit.version(),
        commit.at());
  }
}
