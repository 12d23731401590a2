package dev.sluice.common.table;

/**
 * Told after every write of a stage, by name ({@code bronze}, {@code quarantine}, {@code silver},
 * {@code gold.<aggregate>}, {@code hot}). Production listens to nothing; tests die here, between
 * any two writes.
 */
@FunctionalInterface
public interface WriteObserver {
  /** Listens to nothing. */
  WriteObserver NONE = write -> {};

  /** The named write is done; the next has not begun. */
  void written(String write);
}
