package dev.sluice.examples.expected;

/**
 * One thing that is not as expected. Its texts are printable: control characters of the data are
 * escaped.
 *
 * @param where the table and row, or the Redis key
 * @param column the column or hash field, or {@code row} where all of it is missing or too much
 */
public record Difference(String where, String column, String expected, String actual) {
  private static final String ABSENT = "(absent)";
  private static final String PRESENT = "(present)";

  public Difference {
    where = printable(where);
    column = printable(column);
    expected = printable(expected);
    actual = printable(actual);
  }

  static Difference missing(String where) {
    return new Difference(where, "row", PRESENT, ABSENT);
  }

  static Difference unexpected(String where) {
    return new Difference(where, "row", ABSENT, PRESENT);
  }

  static Difference twice(String where) {
    return new Difference(where, "row", "once", "more than once");
  }

  static Difference value(String where, String column, Object expected, Object actual) {
    return new Difference(where, column, text(expected), text(actual));
  }

  @Override
  public String toString() {
    return where + " " + column + ": expected " + expected + ", found " + actual;
  }

  private static String text(Object value) {
    return value == null ? "NULL" : value.toString();
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point)) {
                printable.append(String.format("\\u%04x", point));
              } else {
                printable.appendCodePoint(point);
              }
            });
    return printable.toString();
  }
}
