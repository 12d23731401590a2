package dev.sluice.trino;

import dev.sluice.common.error.QueryErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.TrinoErrors;
import dev.sluice.common.table.LakeCatalog;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Trino says about a query, in one line. */
final class TrinoFailures {
  // Of io.trino.spi.StandardErrorCode; published and stable.
  private static final int SYNTAX_ERROR = 1;
  private static final int PERMISSION_DENIED = 4;
  private static final int FUNCTION_NOT_FOUND = 6;

  private static final Pattern QUERY = Pattern.compile("^Query failed \\(#[^)]*\\): ");
  private static final Pattern PLACE =
      Pattern.compile("^line (\\d+):(\\d+): (.*)$", Pattern.DOTALL);
  private static final Pattern TABLE = Pattern.compile("Table 'lake\\.([^']*)' does not exist");
  private static final Pattern SCHEMA = Pattern.compile("Schema '([^']*)' does not exist");

  private TrinoFailures() {}

  static SluiceException explain(
      SQLException failure, String sql, TrinoAddress address, LakeCatalog catalog) {
    if (hasCause(failure, ConnectException.class)) {
      return TrinoErrors.trinoUnreachable(address.endpoint(), failure);
    }
    String message = QUERY.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    if (failure.getErrorCode() == PERMISSION_DENIED) {
      return QueryErrors.statementChanges(ReadOnly.words(sql));
    }
    Matcher table = TABLE.matcher(message);
    Matcher schema = SCHEMA.matcher(message);
    if (table.find() || schema.find()) {
      String name = table.reset().find() ? table.group(1) : schema.group(1);
      return QueryErrors.unknownTable(name, catalog.nearestFirst(name));
    }
    return switch (failure.getErrorCode()) {
      case SYNTAX_ERROR, FUNCTION_NOT_FOUND ->
          TrinoErrors.notTrinosDialect(sentence(message), failure);
      default -> QueryErrors.queryFailed(sentence(message), failure);
    };
  }

  private static String sentence(String message) {
    String line = message.lines().findFirst().orElse("no reason given");
    Matcher place = PLACE.matcher(line);
    if (!place.matches()) {
      return line;
    }
    String where = place.group(1).equals("1") ? "" : "line " + place.group(1) + ", ";
    return place.group(3) + " (" + where + "column " + place.group(2) + ")";
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
