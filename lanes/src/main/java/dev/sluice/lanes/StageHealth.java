package dev.sluice.lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether one stage does its work.
 *
 * @param trouble what keeps it from that; empty when nothing does
 */
record StageHealth(Layer layer, Optional<String> trouble) {
  /**
   * How long a stage may be busy with one thing. A start that rebuilds a large deduplication index
   * is the longest of them.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Judges a stage by its lane, and by whether it comes round.
   *
   * @param lastTurn when the stage last looked for work or did some
   */
  static StageHealth of(
      LaneStatus lane, Layer layer, String dataset, Optional<Instant> lastTurn, Instant now) {
    String stage = layer.text() + "." + dataset;
    return new StageHealth(
        layer,
        switch (lane.state()) {
          case "waiting" ->
              Optional.of(lane.lane() + " failed and waits to be started again" + reason(lane));
          case "stopped" -> Optional.of(lane.lane() + " has stopped" + reason(lane));
          default ->
              stalled(stage, lastTurn.filter(lane.since()::isBefore).orElse(lane.since()), now);
        });
  }

  /** A stage whose lane a request has paused. */
  static StageHealth paused(Layer layer, Instant since, Instant now) {
    return new StageHealth(layer, stalled(layer.text() + ", paused by a request,", since, now));
  }

  boolean isUp() {
    return trouble.isEmpty();
  }

  private static String reason(LaneStatus lane) {
    return lane.lastError() == null ? "" : ": " + lane.lastError().lines().findFirst().orElse("");
  }

  private static Optional<String> stalled(String stage, Instant last, Instant now) {
    Duration silence = Duration.between(last, now);
    return silence.compareTo(PATIENCE) > 0
        ? Optional.of(stage + " has not come round for " + silence.toSeconds() + " s")
        : Optional.empty();
  }
}
