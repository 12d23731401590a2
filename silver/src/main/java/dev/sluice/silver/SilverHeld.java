package dev.sluice.silver;

import java.util.Optional;

/**
 * Silver of a dataset has to wait, through no fault of the platform: a batch must not be committed
 * to silver now, and bronze goes on without it. May be thrown out of judging, on the driver or in a
 * task; the lane that meets it knows what to do.
 */
public final class SilverHeld extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why silver waits, and so what ends it. */
  public enum Kind {
    /** A row failed a rule with {@code onFail: stop}: until somebody says to go on. */
    RULE,
    /** Too many rows go to quarantine: until somebody says to go on. */
    BREAKER,
    /** The schema registry does not answer: until it does. */
    REGISTRY,
    /** A reference table cannot be used at a start: until it can. */
    REFERENCE;

    /** Whether silver goes on without anybody saying so. */
    public boolean endsByItself() {
      return this == REGISTRY || this == REFERENCE;
    }
  }

  private final Kind kind;

  /**
   * @param detail what a person needs to know, without payload
   */
  public SilverHeld(Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  /** Why silver waits. */
  public Kind kind() {
    return kind;
  }

  /** The hold that a failure is, or was caused by: Spark wraps what its tasks throw. */
  public static Optional<SilverHeld> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SilverHeld held) {
        return Optional.of(held);
      }
    }
    return Optional.empty();
  }
}
