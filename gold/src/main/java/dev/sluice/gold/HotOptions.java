package dev.sluice.gold;

import java.time.Duration;

/**
 * The bounds within which hot may keep a lane waiting.
 *
 * @param connectTimeout how long a connection may take
 * @param replyTimeout how long Redis may be silent, and how long one pipeline may take
 * @param pipelineValues values of one pipeline
 * @param pipelineCharacters characters of one pipeline; a larger value travels alone
 * @param publishBudget time of one publish for changed values; what is left goes with a refill
 * @param refillBudget time of one publish for a refill, which goes on in the next one
 * @param firstRetry wait after the first failure; doubles with each further one
 * @param lastRetry the longest wait
 */
public record HotOptions(
    Duration connectTimeout,
    Duration replyTimeout,
    int pipelineValues,
    int pipelineCharacters,
    Duration publishBudget,
    Duration refillBudget,
    Duration firstRetry,
    Duration lastRetry) {

  public HotOptions {
    checkPositive("connectTimeout", connectTimeout);
    checkPositive("replyTimeout", replyTimeout);
    checkPositive("firstRetry", firstRetry);
    checkPositive("lastRetry", lastRetry);
    if (pipelineValues < 1 || pipelineCharacters < 1) {
      throw new IllegalArgumentException(
          "Invalid hot pipeline: %d values, %d characters (must be positive)"
              .formatted(pipelineValues, pipelineCharacters));
    }
  }

  private static void checkPositive(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Invalid hot %s: %s (must be at least a millisecond)".formatted(name, duration));
    }
  }

  /** What a lane with batches of a tenth of a second uses. */
  public static HotOptions defaults() {
    return new HotOptions(
        Duration.ofMillis(500),
        Duration.ofMillis(500),
        1_000,
        1 << 20,
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofSeconds(5));
  }
}
