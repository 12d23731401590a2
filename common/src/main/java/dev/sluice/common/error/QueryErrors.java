package dev.sluice.common.error;

import java.util.List;

/** Messages about questions to the lake. */
public final class QueryErrors {
  private QueryErrors() {}

  /** SL-4020: a lake has nothing to look at. */
  public static SluiceException noTables(String lake, String why) {
    return new SluiceException(
        "SL-4020",
        ExitCode.FAILED,
        "Cannot find tables in lake " + lake + ": " + why,
        "make some with `sluice demo --keep` or `sluice up`, or name another lake with --lake");
  }

  /** SL-4021: a query names a table that the lake does not have. */
  public static SluiceException unknownTable(String name, List<String> nearestFirst) {
    return new SluiceException(
        "SL-4021",
        ExitCode.FAILED,
        "Unknown table: " + name + " (there are: " + String.join(", ", nearestFirst) + ")",
        "name one of them; `ledger` has a row per flush, for `sluice sql` only");
  }

  /** SL-4022: a statement that does more than read. */
  public static SluiceException statementChanges(String statement) {
    return new SluiceException(
        "SL-4022",
        ExitCode.FAILED,
        "Cannot run " + statement + ": `sluice sql` only reads",
        "ask with SELECT, WITH, VALUES, SHOW, DESCRIBE or EXPLAIN");
  }

  /** SL-4023: SQL that cannot be parsed, analysed or executed. */
  public static SluiceException queryFailed(String why, Throwable cause) {
    return new SluiceException(
        "SL-4023",
        ExitCode.FAILED,
        "Cannot run the query: " + why,
        "`sluice sql \"show tables in silver\"` and `sluice sql \"describe silver.<name>\"` show what"
            + " there is",
        cause);
  }
}
