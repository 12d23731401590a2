package dev.sluice.common.definition;

/** Text from a file, made fit for one line of a terminal. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** Control characters become {@code ?}; long text is cut. */
  static String text(String value) {
    String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
