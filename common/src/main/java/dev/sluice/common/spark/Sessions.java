package dev.sluice.common.spark;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Builds the Spark sessions of Sluice; the options live here and nowhere else. */
public final class Sessions {
  /** Hadoop's own local file system starts a shell for the permissions of every file. */
  private static final String LOCAL_FILES = "com.globalmentor.apache.hadoop.fs.BareLocalFileSystem";

  /** Delta's own for S3 lets two processes commit the same version. Named: common knows no SDK. */
  private static final String S3_LOG_STORE = "dev.sluice.objectstore.ConditionalLogStore";

  private static final String POOLS = "spark.scheduler.allocation.file";

  /** Where Spark would put tables without a path, of which there are none; else the work folder. */
  private static final Path WAREHOUSE =
      Path.of(System.getProperty("java.io.tmpdir"), "sluice-warehouse");

  private Sessions() {}

  /**
   * How a process on this machine without a Spark session reads a lake's files. As a session would:
   * Hadoop keeps the first file system it makes for all who come later.
   */
  public static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", LOCAL_FILES);
    S3Files.settings(System.getenv()).forEach(hadoop::set);
    return hadoop;
  }

  /**
   * A builder for one process on this machine: UTC, Delta, a local file system that forks no shell,
   * few partitions, no UI. Callers may add settings before {@code getOrCreate()}.
   */
  public static SparkSession.Builder local(String name) {
    SparkSession.Builder builder = tuned(name);
    S3Files.settings(System.getenv())
        .forEach((option, value) -> builder.config("spark.hadoop." + option, value));
    return builder
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", WAREHOUSE.toString())
        .config("spark.hadoop.fs.file.impl", LOCAL_FILES)
        // Delta's default log store goes through a FileContext, which would bring that shell back.
        .config("spark.delta.logStore.file.impl", "io.delta.storage.LocalLogStore")
        // Delta writes a checksum beside each commit through Spark's checkpoint files: the same.
        .config(
            "spark.sql.streaming.checkpointFileManagerClass",
            "org.apache.spark.sql.execution.streaming.FileSystemBasedCheckpointFileManager")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2");
  }

  /**
   * The same for a handful of rows: nothing is compiled, which takes longer than evaluating them.
   */
  public static SparkSession.Builder interpreting(String name) {
    return local(name)
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN");
  }

  /**
   * A builder for the driver: on this machine unless something that knows better, such as {@code
   * spark-submit}, has named a master. There the file systems are those of the cluster.
   *
   * @param pools gives the file with the pools of the scheduler: Spark looks for it on its own
   *     class path, where a submitted jar is not
   */
  public static SparkSession.Builder driver(String name, Supplier<Path> pools) {
    if (System.getProperty("spark.master") == null) {
      return local(name);
    }
    // What spark-submit was told stays.
    return System.getProperty(POOLS) == null
        ? tuned(name).config(POOLS, pools.get().toUri().toString())
        : tuned(name);
  }

  /** What every session of Sluice has, wherever it runs. */
  public static SparkSession.Builder tuned(String name) {
    return SparkSession.builder()
        .appName(name)
        .config("spark.delta.logStore.s3.impl", S3_LOG_STORE)
        .config("spark.delta.logStore.s3a.impl", S3_LOG_STORE)
        .config("spark.delta.logStore.s3n.impl", S3_LOG_STORE)
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.scheduler.mode", "FAIR")
        .config("spark.locality.wait", "0")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        // The same few hundred plans of small batches come again and again. Spark keeps the classes
        // compiled for a hundred stages, and the layers of one dataset alone are more: a quarter of
        // the processor time of GoldStageTest went into compiling them anew.
        .config("spark.sql.codegen.cache.maxEntries", "1000")
        // Silver's commit closes a flush even when the flush had no good row.
        .config("spark.databricks.delta.skipRecordingEmptyCommits", "false")
        // One writer task holds a file open per date instead of sorting the rows by date first.
        .config("spark.sql.maxConcurrentOutputFileWriters", "16")
        // Otherwise one date before 1582, or time before 1900, fails the write of its whole batch.
        .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
        .config("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
        .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
        .config("spark.sql.parquet.int96RebaseModeInRead", "CORRECTED")
        .config("spark.cleaner.referenceTracking.blocking", "false");
  }
}
