package dev.sluice.cli.demo;

import dev.sluice.common.spark.Sessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A Spark session to judge in; one that this JVM had before stays open. */
final class JudgementSession implements AutoCloseable {
  private final SparkSession session;
  private final boolean isOurs;

  private JudgementSession(SparkSession session, boolean isOurs) {
    this.session = session;
    this.isOurs = isOurs;
  }

  /**
   * Starts Spark where it does not run yet.
   *
   * @param scratch for what Spark leaves behind
   */
  static JudgementSession open(Path scratch) {
    boolean isOurs = SparkSession.getDefaultSession().isEmpty();
    SparkSession session =
        Sessions.local("demo")
            .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
            .getOrCreate();
    return new JudgementSession(session, isOurs);
  }

  SparkSession session() {
    return session;
  }

  @Override
  public void close() {
    if (isOurs) {
      session.close();
    }
  }
}
