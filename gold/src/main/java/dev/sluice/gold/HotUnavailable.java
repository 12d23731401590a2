package dev.sluice.gold;

/**
 * Redis could not be asked; what it has done with the question is unknown. Trying again is safe.
 */
public final class HotUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  private final HotFailure reason;

  HotUnavailable(HotFailure reason, Throwable cause) {
    super("Redis cannot be used: " + reason + " (" + cause.getMessage() + ")", cause);
    this.reason = reason;
  }

  /** What kind of failure. */
  public HotFailure reason() {
    return reason;
  }
}
