package dev.sluice.common.definition;

import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.types.StructType;

/**
 * The first analysis of SQL, made on a thread of its own before there is any to analyse: most of
 * what it takes is loading the classes of Catalyst, and a command can read its arguments meanwhile.
 */
final class FirstAnalysis {
  private static volatile CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);

  private FirstAnalysis() {}

  static void begin() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    begun = done;
    Thread thread =
        new Thread(
            () -> {
              try {
                SqlAnalyzer.row("first", "1 = 1", new StructType());
              } catch (SqlProblem impossible) {
                throw new IllegalStateException(impossible);
              } finally {
                done.complete(null);
              }
            },
            "first-analysis");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits for its end, if it was begun. Before the first class of Spark that a caller uses: two
   * threads that initialize the same classes in another order wait for each other for good.
   */
  static void await() {
    begun.join();
  }
}
