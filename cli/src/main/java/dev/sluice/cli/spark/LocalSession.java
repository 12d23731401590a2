package dev.sluice.cli.spark;

import dev.sluice.common.spark.Sessions;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** The Spark session of a command; one that this JVM had before stays open. */
public final class LocalSession implements AutoCloseable {
  private final SparkSession session;
  private final boolean isOurs;

  private LocalSession(SparkSession session, boolean isOurs) {
    this.session = session;
    this.isOurs = isOurs;
  }

  /**
   * Starts Spark where it does not run yet.
   *
   * @param name of the application
   * @param scratch for what Spark leaves behind
   */
  public static LocalSession open(String name, Path scratch) {
    return open(Sessions.local(name), scratch);
  }

  /**
   * Starts Spark for a handful of rows, where it does not run yet.
   *
   * @param name of the application
   * @param scratch for what Spark leaves behind
   */
  public static LocalSession openForFewRows(String name, Path scratch) {
    return open(Sessions.interpreting(name), scratch);
  }

  private static LocalSession open(SparkSession.Builder builder, Path scratch) {
    Option<SparkSession> running = SparkSession.getDefaultSession();
    return running.isDefined()
        ? new LocalSession(running.get(), false)
        : new LocalSession(
            builder.config("spark.local.dir", scratch.toString()).getOrCreate(), true);
  }

  /** The session. */
  public SparkSession session() {
    return session;
  }

  @Override
  public void close() {
    if (isOurs) {
      session.close();
    }
  }
}
