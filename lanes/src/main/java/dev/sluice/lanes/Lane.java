package dev.sluice.lanes;

/**
 * One stream of batches: a source and the stages it feeds. A lane is used once; after a failure the
 * supervisor makes a new one, which goes on from what the tables say.
 */
interface Lane {
  /** {@code live.clicks}. */
  String name();

  /**
   * Runs until {@link #stop}, then finishes and flushes the batch in hand and returns.
   *
   * @throws Exception what ended it; everything not committed will be read again
   */
  void run() throws Exception;

  /** Asks the lane to end; returns at once. */
  void stop();
}
