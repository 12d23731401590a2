package dev.sluice.trino;

import dev.sluice.common.error.QueryErrors;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says no before Trino is asked. Trino itself lets nobody write to the lake either; this answers
 * without it, and keeps {@code CALL} and {@code SET} from where no rule of a catalog reaches.
 */
public final class ReadOnly {
  /** Every statement of Trino 476 but those that ask. */
  private static final Set<String> CHANGES =
      Set.of(
          "ALTER",
          "ANALYZE",
          "CALL",
          "COMMENT",
          "COMMIT",
          "CREATE",
          "DEALLOCATE",
          "DELETE",
          "DENY",
          "DROP",
          "EXECUTE",
          "GRANT",
          "INSERT",
          "MERGE",
          "PREPARE",
          "REFRESH",
          "RESET",
          "REVOKE",
          "ROLLBACK",
          "SET",
          "START",
          "TRUNCATE",
          "UPDATE",
          "USE");

  private static final Pattern SKIPPED =
      Pattern.compile("\\G(?:\\s+|\\(|--[^\\n]*|/\\*.*?\\*/)", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\G([a-zA-Z_]+)(?:\\s+([a-zA-Z_]+))?");

  private ReadOnly() {}

  /**
   * Refuses what is no question, by its first word.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4022
   */
  public static void check(String sql) {
    String words = words(sql);
    if (CHANGES.contains(words.split(" ", 2)[0])) {
      throw QueryErrors.statementChanges(words);
    }
  }

  /** Whether the answer is a plan in several lines. */
  public static boolean explains(String sql) {
    return words(sql).startsWith("EXPLAIN");
  }

  /** The first word or two of a statement, such as {@code DELETE FROM}. */
  static String words(String sql) {
    int start = 0;
    Matcher skipped = SKIPPED.matcher(sql);
    while (skipped.find()) {
      start = skipped.end();
    }
    Matcher word = WORD.matcher(sql);
    if (!word.find(start)) {
      return "";
    }
    String second = word.group(2) == null ? "" : " " + word.group(2);
    return (word.group(1) + second).toUpperCase(Locale.ROOT);
  }
}
