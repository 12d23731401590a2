package dev.sluice.lanes;

/**
 * One stream of batches: a source and the stages it feeds. A lane is used once; after a failure the
 * supervisor makes a new one, which goes on from what the tables say.
 */
interface Lane {
  /** It does all that it is for. */
  String RUNNING = "running";

  /** Silver has to wait; see {@link SilverGate}. */
  String HELD = "held";

  /** {@code live.clicks}. */
  String name();

  /**
   * Runs until {@link #stop}, or until another lane has to take its place, then finishes and
   * flushes the batch in hand and returns.
   *
   * @throws Exception what ended it; everything not committed will be read again
   */
  void run() throws Exception;

  /** Asks the lane to end; returns at once. */
  void stop();

  /** What it does while it runs: {@link #RUNNING} or {@link #HELD}. For any thread. */
  default String state() {
    return RUNNING;
  }
}
