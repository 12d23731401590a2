package dev.sluice.lanes;

import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any file in {@code {lake}/_sluice/stop} asks the driver that holds the lake to end: what a signal
 * is where no signal reaches. It is meant for the driver that runs when it is put there: a driver
 * removes what it finds when it begins, and what it obeys as soon as it does.
 */
final class StopMarker {
  private static final Logger LOG = LoggerFactory.getLogger(StopMarker.class);
  private static final String FOLDER = "stop";

  private final ControlFiles files;

  StopMarker(Lake lake, Configuration hadoop) {
    this.files = new ControlFiles(lake, hadoop);
  }

  /** Whether the driver is asked to end. A lake that does not answer does not ask. */
  boolean isSet() {
    try {
      return !files.list(FOLDER).isEmpty();
    } catch (UncheckedIOException e) {
      LOG.warn("Cannot look for a stop marker", e);
      return false;
    }
  }

  /** Removes it: only whoever holds the lake may. */
  void remove() {
    try {
      files.delete(FOLDER);
    } catch (UncheckedIOException e) {
      LOG.warn("Cannot remove the stop marker", e);
    }
  }
}
