package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The lanes of one dataset that were paused for a request; they start again when it is closed. */
final class PausedLanes implements AutoCloseable {
  private final PausableLanes lanes;
  private final Optional<AnalyzedDataset> ran;
  private final long begun;
  private Optional<AnalyzedDataset> goesOn;

  /**
   * @param ran the definition they ran with; empty when there are none
   * @param begun when they were asked to, by {@link System#nanoTime}
   */
  PausedLanes(PausableLanes lanes, Optional<AnalyzedDataset> ran, long begun) {
    this.lanes = lanes;
    this.ran = ran;
    this.begun = begun;
    this.goesOn = ran;
  }

  /** The definition they ran with; empty when there are none. */
  Optional<AnalyzedDataset> ran() {
    return ran;
  }

  /** They start again with another definition than they ran with. */
  void goOnWith(AnalyzedDataset next) {
    goesOn = ran.map(before -> next);
  }

  /** For how many milliseconds they have not run; 0 when there are none. */
  long millis() {
    return ran.isPresent() ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) : 0;
  }

  @Override
  public void close() {
    goesOn.ifPresent(lanes::resume);
  }
}
