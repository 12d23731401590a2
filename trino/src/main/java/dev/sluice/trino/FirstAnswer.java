package dev.sluice.trino;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.LakeCatalog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The first rows that a Trino reads from its lake. One that says it has started refuses to read for
 * up to ten seconds more, "No nodes available to run query": it has yet to hear from itself, as its
 * own worker, which catalogs it has (476: {@code DiscoveryNodeManager}, polled every 5 s).
 */
public final class FirstAnswer {
  // Of io.trino.spi.StandardErrorCode; published and stable.
  private static final int NO_NODES_AVAILABLE = 65541;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
  private static final String USER = "sluice-start";

  private FirstAnswer() {}

  /**
   * Returns when a row of some table has been read, or no table has any to read.
   *
   * @throws SluiceException SL-4023 when there is no worker after a minute
   */
  public static void await(TrinoAddress address, LakeCatalog catalog) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (TrinoClient client = TrinoClient.connect(address, USER, catalog)) {
      for (LakeCatalog.Table table : catalog.tables()) {
        if (hasRow(client, table, end)) {
          return;
        }
      }
    }
  }

  private static boolean hasRow(TrinoClient client, LakeCatalog.Table table, long end) {
    while (true) {
      try {
        return !client.list("select 1 from " + table.sqlName() + " limit 1").isEmpty();
      } catch (SluiceException refused) {
        if (!isNoNode(refused)) {
          // What is wrong with this table is for those to hear who ask for it.
          return false;
        }
        if (System.nanoTime() - end > 0) {
          throw refused;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static boolean isNoNode(SluiceException refused) {
    return refused.getCause() instanceof SQLException failure
        && failure.getErrorCode() == NO_NODES_AVAILABLE;
  }
}
