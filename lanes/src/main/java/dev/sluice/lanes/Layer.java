package dev.sluice.lanes;

import java.util.Locale;

/** Where a stage writes to. */
enum Layer {
  BRONZE,
  SILVER,
  GOLD,
  HOT;

  /** As it stands in names and labels: {@code bronze}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
