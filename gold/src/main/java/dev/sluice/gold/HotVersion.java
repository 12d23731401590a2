package dev.sluice.gold;

import java.util.Comparator;

/**
 * What a hot value is complete through: orders all values that a key has ever had.
 *
 * @param generation how often the dataset's tables have changed their generation, 1 for the first
 * @param epoch of the lane
 * @param batch within the epoch
 */
public record HotVersion(int generation, long epoch, long batch) implements Comparable<HotVersion> {
  private static final Comparator<HotVersion> ORDER =
      Comparator.comparingInt(HotVersion::generation)
          .thenComparingLong(HotVersion::epoch)
          .thenComparingLong(HotVersion::batch);

  public HotVersion {
    if (generation < 0 || epoch < 0 || batch < 0) {
      throw new IllegalArgumentException(
          "Invalid hot version: %d, %d, %d (must not be negative)"
              .formatted(generation, epoch, batch));
    }
  }

  /** The version whose {@link #text()} this is. */
  public static HotVersion parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Invalid hot version: " + text);
    }
    return new HotVersion(
        Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  /** The same, following so many generations of other lakes. */
  HotVersion after(int generations) {
    return new HotVersion(generations + generation, epoch, batch);
  }

  /**
   * As stored in the field {@code _version}: digits of fixed width, so that comparing texts
   * compares versions in every locale. Lua knows no 64-bit integers, and Redis compares strings as
   * its locale does.
   */
  public String text() {
    return "%010d-%019d-%019d".formatted(generation, epoch, batch);
  }

  @Override
  public int compareTo(HotVersion other) {
    return ORDER.compare(this, other);
  }
}
