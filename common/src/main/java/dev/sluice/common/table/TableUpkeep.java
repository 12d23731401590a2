package dev.sluice.common.table;

import io.delta.tables.DeltaTable;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.commands.VacuumCommand;
import org.apache.spark.util.Clock;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * What keeps a table fit and changes none of its rows. May run beside a writer that only appends; a
 * writer that replaces files has to wait meanwhile. Under the lake's lease.
 */
public final class TableUpkeep {
  /** Files from this size on are left as they are. */
  private static final long LARGE_ENOUGH = 64L << 20;

  private static final long LARGEST = 256L << 20;

  private final LakeTable table;

  public TableUpkeep(LakeTable table) {
    this.table = table;
  }

  /**
   * What an OPTIMIZE did.
   *
   * @param filesRemoved small files that were read
   * @param filesAdded larger ones with the same rows
   */
  public record Compaction(long filesRemoved, long filesAdded) {}

  /** Writes small files of a partition as larger ones; rows and their partitions stay. */
  public Compaction optimize() {
    SparkSession own = table.session().newSession();
    own.conf().set("spark.databricks.delta.optimize.minFileSize", LARGE_ENOUGH);
    own.conf().set("spark.databricks.delta.optimize.maxFileSize", LARGEST);
    // One file after the other: the lanes have the machine first.
    own.conf().set("spark.databricks.delta.optimize.maxThreads", 1);
    Row metrics =
        DeltaTable.forPath(own, table.path())
            .optimize()
            .executeCompaction()
            .select("metrics.numFilesRemoved", "metrics.numFilesAdded")
            .first();
    return new Compaction(metrics.getLong(0), metrics.getLong(1));
  }

  /**
   * Deletes files that no version needs which was the newest at or after a time.
   *
   * @return how many
   */
  public long vacuum(Instant keptFrom) {
    SparkSession own = table.session().newSession();
    // Whoever calls has seen to it that nobody reads what goes.
    own.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    own.conf().set("spark.databricks.delta.vacuum.logging.enabled", "false");
    // Folders are listed by so many tasks, however few there are; Spark's default is ten thousand.
    own.conf()
        .set(
            "spark.sql.sources.parallelPartitionDiscovery.parallelism",
            own.sparkContext().defaultParallelism());
    long doomed = vacuum(own, keptFrom, true).count();
    if (doomed > 0) {
      vacuum(own, keptFrom, false);
    }
    return doomed;
  }

  /** Delta counts from now in whole hours; told that it is then, it counts from then. */
  private Dataset<Row> vacuum(SparkSession own, Instant keptFrom, boolean dryRun) {
    return VacuumCommand.gc(
        own,
        table.log(),
        dryRun,
        Option.apply((Object) 0.0),
        Option.empty(),
        Option.empty(),
        Map$.MODULE$.empty(),
        new FixedClock(keptFrom.toEpochMilli()));
  }

  private record FixedClock(long getTimeMillis) implements Clock {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public long waitTillTime(long target) {
      return target;
    }
  }
}
