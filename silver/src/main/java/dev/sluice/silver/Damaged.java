package dev.sluice.silver;

import dev.sluice.common.table.Reason;

/**
 * A binary event that cannot be read to its end. Without a stack trace: bad input is no surprise,
 * and a trace costs more than the event.
 */
final class Damaged extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  Damaged(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
