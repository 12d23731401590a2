package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.objectstore.AwsSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver: {@code Driver --platform platform.yaml [--profile local] [--status status.json]
 * dataset.yaml…}; files are paths or URLs. Runs the datasets' lanes until SIGTERM, SIGINT or a
 * {@link StopMarker}, then finishes and flushes the batch in hand. Knows neither the command line
 * tool nor the local stack, so that {@code spark-submit} can run it anywhere. Exit codes are those
 * of {@link ExitCode}.
 */
public final class Driver {
  private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
  private static final long STATUS_MILLIS = 500;

  /** Between two looks for a stop marker; each is a request where the lake is an object store. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final DriverArguments arguments;
  private final DriverEnd end;

  private Driver(DriverArguments arguments, DriverEnd end) {
    this.arguments = arguments;
    this.end = end;
  }

  /** Runs a driver and ends the process with its code; returns only if that is 0. */
  public static void main(String[] arguments) {
    DriverEnd end = new DriverEnd();
    end.with(run(arguments, end));
  }

  private static int run(String[] arguments, DriverEnd end) {
    try {
      return new Driver(DriverArguments.parse(arguments), end).run().code();
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
    try (DriverFiles files = new DriverFiles()) {
      PlatformDefinition platform =
          PlatformReader.read(
              files.platform(arguments.platform()),
              arguments.profile(),
              System.getenv(),
              new AwsSecrets());
      List<AnalyzedDataset> datasets =
          Definitions.require(files.datasets(arguments.datasets()), platform);
      SparkSession session = Sessions.driver("sluice", files::schedulerPools).getOrCreate();
      end.askOnSignals();
      if (arguments.stopsWithParent()) {
        Thread watcher = new Thread(this::waitForParentsEnd, "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
      }
      Optional<SluiceException> ended = run(session, platform, datasets);
      LOG.info("Driver stopped");
      ended.ifPresent(
          reason -> {
            throw reason;
          });
      return ExitCode.OK;
    }
  }

  /** Runs until asked to end; returns what ended a stream for good before that. */
  private Optional<SluiceException> run(
      SparkSession session, PlatformDefinition platform, List<AnalyzedDataset> datasets)
      throws Exception {
    StopMarker marker =
        new StopMarker(new Lake(platform.lake()), session.sparkContext().hadoopConfiguration());
    // The session is stopped here, since halt() runs no hook that would remove its scratch files.
    try (session;
        Supervisor supervisor = Supervisor.start(session, platform, datasets, WriteObserver.NONE)) {
      marker.remove();
      LOG.info("Driver runs on lake {}", platform.lake());
      Instant look = Instant.now();
      while (supervisor.isAlive() && !end.isAskedWithin(STATUS_MILLIS)) {
        report(supervisor);
        if (Instant.now().isAfter(look)) {
          look = Instant.now().plus(LOOK_EVERY);
          obey(marker);
        }
      }
      return supervisor.ended();
    }
  }

  private void obey(StopMarker marker) {
    if (marker.isSet()) {
      LOG.info("A stop marker asks the driver to end");
      marker.remove();
      end.ask();
    }
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
    end.ask();
  }
}
