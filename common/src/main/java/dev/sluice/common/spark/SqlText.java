package dev.sluice.common.spark;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Values as Spark's SQL writes them, whatever stands in them. */
public final class SqlText {
  private SqlText() {}

  /** A text. */
  public static String literal(String value) {
    // Spark puts variables in place of ${...} before it looks at quotes.
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\u0024") + "'";
  }

  /** A time, to the microsecond. */
  public static String literal(Instant value) {
    return "timestamp'" + value.truncatedTo(ChronoUnit.MICROS) + "'";
  }

  /** The name of a table or a column. */
  public static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
