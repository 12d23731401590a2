package dev.sluice.lanes;

/**
 * Bounds of a slice of bronze that is judged and committed at once. A slice has one batch at least,
 * however large that is.
 *
 * @param rows at most, about
 * @param bytes of values, at most, about
 * @param batches at most
 */
public record ReplaySettings(long rows, long bytes, long batches) {
  /** Twice the largest batches that the defaults of a lane allow. */
  public static final ReplaySettings DEFAULT =
      new ReplaySettings(400_000, 128L << 20, Long.MAX_VALUE);

  public ReplaySettings {
    if (rows < 1 || bytes < 1 || batches < 1) {
      throw new IllegalArgumentException(
          "Invalid replay settings: %d rows, %d bytes, %d batches (must be positive)"
              .formatted(rows, bytes, batches));
    }
  }
}
