package dev.sluice.common.spark;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM, started on first use and ended with the JVM. */
public final class SparkForTests {
  private SparkForTests() {}

  /** {@code local[2]}, UTC, Delta, two shuffle partitions, no UI. */
  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION = Sessions.local("tests").getOrCreate();
  }
}
