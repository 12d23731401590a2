package dev.sluice.lanes;

import dev.sluice.common.table.Reached;
import dev.sluice.silver.SilverCommit;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts what a replay has done, and says so now and then. */
final class ReplayMeter implements Replay.Listener {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Consumer<String> say;
  private final long begun = System.nanoTime();
  private long lastSaid = begun;
  private long bronzeRows;
  private long measuredRows;
  private long measuredNanos;

  ReplayMeter(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public void refined(SilverCommit commit, Reached goal) {
    bronzeRows += commit.bronzeRows();
    if (System.nanoTime() - lastSaid > EVERY.toNanos()) {
      lastSaid = System.nanoTime();
      say.accept(
          "%,d rows of bronze, %,.0f rows/s, at %s of %s"
              .formatted(bronzeRows, rate(), commit.reached().last(), goal.last()));
    }
  }

  private double rate() {
    return bronzeRows * 1e9 / Math.max(1, System.nanoTime() - begun);
  }

  /** Everything there was has been replayed, into gold too: what follows is not measured. */
  void measured() {
    measuredRows = bronzeRows;
    measuredNanos = System.nanoTime() - begun;
  }

  /** Rows of bronze that this run has replayed. */
  long bronzeRows() {
    return bronzeRows;
  }

  /** Over all layers, until {@link #measured}. */
  double rowsPerSecond() {
    return measuredRows * 1e9 / Math.max(1, measuredNanos);
  }
}
