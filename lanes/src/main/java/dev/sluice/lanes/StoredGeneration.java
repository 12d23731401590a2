package dev.sluice.lanes;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A generation of a dataset whose silver, quarantine or gold lie in the lake.
 *
 * @param state what it is good for
 * @param lastUsed when a name last meant it, or one of its tables was last written
 * @param bytes of its tables, old files among them
 * @param tables their paths
 * @param goes whether it is to be removed
 */
public record StoredGeneration(
    String dataset,
    int number,
    State state,
    Instant lastUsed,
    long bytes,
    List<String> tables,
    boolean goes) {

  /** What a generation is good for. */
  public enum State {
    /** Names mean it. */
    IN_FORCE,
    /** {@code sluice replay rollback} goes to it. */
    ROLLBACK,
    /** Names meant it once. */
    LEFT,
    /** A replay made it, or began to. */
    NEVER_IN_FORCE,
    /** Its removal was begun. */
    BEING_REMOVED;

    /** As people and programs read it: {@code in force}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public StoredGeneration {
    tables = List.copyOf(tables);
  }
}
