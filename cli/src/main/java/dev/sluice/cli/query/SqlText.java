package dev.sluice.cli.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Values as Spark's SQL writes them, whatever stands in them. */
final class SqlText {
  private SqlText() {}

  static String literal(String value) {
    // Spark puts variables in place of ${...} before it looks at quotes.
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\u0024") + "'";
  }

  static String literal(Instant value) {
    return "timestamp'" + value.truncatedTo(ChronoUnit.MICROS) + "'";
  }

  static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
