package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.definition.ReferencePlace;
import dev.sluice.common.error.ReferenceErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reference table of a lane: the version that is in force, and who looks for the next one, on a
 * thread of its own, so that storage that does not answer holds up nobody. Belongs to one lane.
 */
final class Reference {
  private static final Logger LOG = LoggerFactory.getLogger(Reference.class);

  /** A file that changes while it is read is read again, so often. */
  private static final int TRIES = 3;

  private final SparkSession session;
  private final String dataset;
  private final Enrichment enrichment;
  private final ReferencePlace place;
  private final ReferenceSource source;
  private final boolean hidesKeys;
  private ReferenceTable table;
  private CompletableFuture<ReferenceTable> look;
  private long lookAtNanos;
  private Optional<String> problem = Optional.empty();

  private Reference(
      SparkSession session, AnalyzedDataset dataset, Enrichment enrichment, ReferencePlace place) {
    this.session = session;
    this.dataset = dataset.name();
    this.enrichment = enrichment;
    this.place = place;
    this.source = ReferenceSource.of(session, enrichment, place);
    this.hidesKeys =
        enrichment.keys().stream().anyMatch(key -> !dataset.protection().inside(key).isEmpty());
  }

  /**
   * Reads a table for the first time.
   *
   * @throws SluiceException SL-2060, SL-2061, SL-2062 when it cannot be used
   */
  static Reference open(
      SparkSession session, AnalyzedDataset dataset, Enrichment enrichment, Lake lake) {
    String table = enrichment.definition().table();
    ReferencePlace place = ReferencePlace.of(table, dataset.definition().file(), lake);
    Reference reference = new Reference(session, dataset, enrichment, place);
    reference.table = reference.read();
    LOG.info("{} takes from {}: {}", dataset.name(), table, reference.table.version());
    reference.waitForNextLook();
    return reference;
  }

  /** The version in force. */
  ReferenceTable table() {
    return table;
  }

  /** Why a newer version, if there is one, is not in force; what the last look found. */
  Optional<String> problem() {
    return problem;
  }

  /** Takes what a look has found, or begins one when it is time; waits for nothing. */
  void refresh() {
    if (look != null && look.isDone()) {
      take(look);
      look = null;
      waitForNextLook();
    } else if (look == null && System.nanoTime() - lookAtNanos >= 0) {
      look = CompletableFuture.supplyAsync(this::newest, this::inBackground);
    }
  }

  private void waitForNextLook() {
    lookAtNanos = System.nanoTime() + enrichment.definition().refresh().toNanos();
  }

  private void take(CompletableFuture<ReferenceTable> found) {
    try {
      ReferenceTable newest = found.join();
      if (newest != table) {
        LOG.info("{} takes from {}: {}", dataset, newest.name(), newest.version());
      }
      table = newest;
      problem = Optional.empty();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      LOG.warn("{} still takes from {}: {}", dataset, table.name(), table.version(), cause);
      problem =
          Optional.of(
              ReferenceErrors.stays(dataset, table.name(), table.version(), cause.getMessage()));
    }
  }

  private void inBackground(Runnable work) {
    Thread thread = new Thread(work, "reference-" + dataset);
    thread.setDaemon(true);
    thread.start();
  }

  private ReferenceTable newest() {
    session.sparkContext().setLocalProperty("spark.scheduler.pool", "maintenance");
    try {
      return source.version().equals(table.version()) ? table : read();
    } catch (IOException | RuntimeException e) {
      throw named(e);
    }
  }

  private ReferenceTable read() {
    try {
      String version = source.version();
      ReferenceTable read = read(version);
      for (int tries = 1; tries < TRIES && !source.version().equals(version); tries++) {
        version = source.version();
        read = read(version);
      }
      return read;
    } catch (IOException | RuntimeException e) {
      throw named(e);
    }
  }

  private ReferenceTable read(String version) throws IOException {
    return ReferenceTable.of(enrichment, version, source.rows(version), hidesKeys);
  }

  private SluiceException named(Exception failure) {
    return failure instanceof SluiceException known
        ? known
        : ReferenceErrors.unreadable(enrichment.definition().table(), place.path(), failure);
  }
}
