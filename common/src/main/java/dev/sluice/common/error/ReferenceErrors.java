package dev.sluice.common.error;

import java.util.List;
import java.util.Set;

/** Messages about reference tables, from which silver takes columns. */
public final class ReferenceErrors {
  /** A reference table that cannot be used, which may be another one later. */
  private static final Set<String> UNUSABLE = Set.of("SL-2060", "SL-2061", "SL-2062");

  private ReferenceErrors() {}

  /** Whether silver can do nothing but wait until a table is another one. */
  public static boolean isUnusable(SluiceException error) {
    return UNUSABLE.contains(error.code());
  }

  /** SL-2060: a reference table is not there, or cannot be read. */
  public static SluiceException unreadable(String table, String path, Throwable cause) {
    return new SluiceException(
        "SL-2060",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot read reference table " + table + " at " + path + ": " + cause.getMessage(),
        "a Delta table is looked for in the lake, a .csv or .parquet file beside the dataset file; "
            + "an absolute path or a URL says otherwise",
        cause);
  }

  /** SL-2061: two rows of a reference table have one key. */
  public static SluiceException keyTwice(String table, String version, String key) {
    return new SluiceException(
        "SL-2061",
        ExitCode.FAILED,
        "Cannot use reference table %s (%s): two rows have one key%s"
            .formatted(table, version, key.isEmpty() ? ", which is protected" : ": " + key),
        "a row of silver takes from one row; remove the other, or name more columns in on");
  }

  /**
   * SL-2062: a reference table is not what the definition says.
   *
   * @param problems without values
   */
  public static SluiceException doesNotFit(String table, List<String> problems) {
    return new SluiceException(
        "SL-2062",
        ExitCode.FAILED,
        "Cannot use reference table "
            + table
            + ":"
            + Errors.NEXT_PROBLEM
            + String.join(Errors.NEXT_PROBLEM, problems),
        "correct the table, or what silver.enrich says of it");
  }

  /** SL-2062 as well: it has more rows than fit. */
  public static SluiceException tooLarge(String table, int mostRows) {
    return doesNotFit(table, List.of("more than %,d rows".formatted(mostRows)));
  }

  /** A problem of {@link #doesNotFit}. */
  public static String noColumn(String column, String[] columns) {
    return "there is no column %s (known: %s)".formatted(column, String.join(", ", columns));
  }

  /** SL-2063: silver waits for a reference table. */
  public static SluiceException heldByReference(String dataset, String detail) {
    return new SluiceException(
        "SL-2063",
        ExitCode.DEPENDENCY_MISSING,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "it goes on by itself once the table can be used");
  }

  /** A warning: a newer version cannot be used, and the one before stays in force. */
  public static String stays(String dataset, String table, String version, String why) {
    return "Dataset %s goes on with reference table %s %s: %s"
        .formatted(dataset, table, version, why);
  }
}
