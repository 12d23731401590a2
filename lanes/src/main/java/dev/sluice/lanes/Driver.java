package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.WriteObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver: {@code Driver --platform platform.yaml [--profile local] [--status status.json]
 * dataset.yaml…}. Runs the datasets' lanes until SIGTERM or SIGINT, then finishes and flushes the
 * batch in hand. Knows neither the command line tool nor the local stack, so that {@code
 * spark-submit} can run it anywhere. Exit codes are those of {@link ExitCode}.
 */
public final class Driver {
  private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

  /** Above Spark's own hook, which would stop the context under the last flush. */
  private static final int SHUTDOWN_PRIORITY = 100;

  /** A flush behind a full backlog; longer and something is broken. */
  private static final long SHUTDOWN_SECONDS = 120;

  private static final long STATUS_MILLIS = 500;

  private final DriverArguments arguments;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final Thread main = Thread.currentThread();

  private Driver(DriverArguments arguments) {
    this.arguments = arguments;
  }

  /** Runs a driver and exits with its code. */
  public static void main(String[] arguments) {
    int code = run(arguments);
    // Not exit(): after a signal the shutdown has begun, waits for this thread, and would end with
    // the signal's code.
    Runtime.getRuntime().halt(code);
  }

  private static int run(String[] arguments) {
    try {
      return new Driver(DriverArguments.parse(arguments)).run().code();
    } catch (SluiceException e) {
      LOG.error("{}: {}", e.code(), e.getMessage(), e);
      System.err.println(e.code() + ": " + e.getMessage() + "\n  " + e.hint());
      return e.exitCode().code();
    } catch (Exception e) {
      LOG.error("The driver failed", e);
      System.err.println("The driver failed: " + e);
      return ExitCode.FAILED.code();
    }
  }

  private ExitCode run() throws Exception {
    PlatformDefinition platform =
        PlatformReader.read(arguments.platform(), arguments.profile(), System.getenv());
    List<AnalyzedDataset> datasets = Definitions.require(arguments.datasets(), platform);
    SparkSession session = Sessions.driver("sluice").getOrCreate();
    ShutdownHookManager.get()
        .addShutdownHook(this::askToStop, SHUTDOWN_PRIORITY, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    if (arguments.stopsWithParent()) {
      Thread watcher = new Thread(this::waitForParentsEnd, "parent-watch");
      watcher.setDaemon(true);
      watcher.start();
    }
    Optional<SluiceException> ended;
    // The session is stopped here, since halt() runs no hook that would remove its scratch files.
    try (session;
        Supervisor supervisor = Supervisor.start(session, platform, datasets, WriteObserver.NONE)) {
      LOG.info("Driver runs on lake {}", platform.lake());
      while (supervisor.isAlive() && !stopAsked.await(STATUS_MILLIS, TimeUnit.MILLISECONDS)) {
        report(supervisor);
      }
      ended = supervisor.ended();
    }
    LOG.info("Driver stopped");
    ended.ifPresent(
        reason -> {
          throw reason;
        });
    return ExitCode.OK;
  }

  private void report(Supervisor supervisor) throws Exception {
    if (arguments.status().isPresent()) {
      Path file = arguments.status().get();
      supervisor.status().write(file);
    }
  }

  private void waitForParentsEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said on this pipe; it only ends.
      }
    } catch (IOException e) {
      LOG.warn("The parent's pipe broke", e);
    }
    LOG.info("The parent process has ended");
    stopAsked.countDown();
  }

  /**
   * Called in the shutdown of the process. Does not return: the main thread halts the process with
   * its own code once the last flush is done.
   */
  private void askToStop() {
    stopAsked.countDown();
    try {
      main.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
