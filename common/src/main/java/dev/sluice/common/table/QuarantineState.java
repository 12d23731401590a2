package dev.sluice.common.table;

import java.util.Locale;

/** What has become of a row that was refused. Their texts are a contract with readers. */
public enum QuarantineState {
  /** Nobody has done anything about it. */
  OPEN,
  /** It was judged again and refused again. */
  STILL_FAILING,
  /** It was judged again and is no longer refused. */
  REPLAYED,
  /** Somebody has said that nobody needs it. */
  DISCARDED;

  /** As it stands in the table. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the row may still become something else. */
  public boolean isWaiting() {
    return this == OPEN || this == STILL_FAILING;
  }
}
