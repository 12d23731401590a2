package dev.sluice.cli.query;

import dev.sluice.common.definition.SqlMessages;
import dev.sluice.common.error.QueryErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.LakeCatalog;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/** What Spark says about a query, in one line without plans and traces. */
final class QueryFailures {
  private QueryFailures() {}

  /** The failure as one for users; interruptions stay what they are, below the surface. */
  static SluiceException explain(Exception failure, LakeCatalog lake) {
    if (failure instanceof SluiceException known) {
      return known;
    }
    if (errorClass(failure).equals("TABLE_OR_VIEW_NOT_FOUND")) {
      String name = plain(parameter(failure, "relationName"));
      return QueryErrors.unknownTable(name, lake.nearestFirst(name));
    }
    return QueryErrors.queryFailed(sentence(failure), failure);
  }

  /** One line about a failure of the parser, the analyser or the execution. */
  static String sentence(Throwable failure) {
    Throwable reason = reason(failure);
    if (errorClass(reason).startsWith("UNRESOLVED_COLUMN")) {
      return unknownColumn(reason);
    }
    return SqlMessages.sentence(reason);
  }

  private static String unknownColumn(Throwable failure) {
    String known =
        Stream.of(parameter(failure, "proposal").split(", "))
            .map(QueryFailures::lastPart)
            .filter(name -> !name.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return "unknown column \""
        + plain(parameter(failure, "objectName"))
        + "\""
        + (known.isEmpty() ? "" : " (nearest: " + known + ")");
  }

  // Around a failed task Spark puts what it was doing; the innermost failure is the reason.
  private static Throwable reason(Throwable failure) {
    Throwable reason = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause;
      }
    }
    return reason;
  }

  private static String errorClass(Throwable failure) {
    return failure instanceof SparkThrowable known ? String.valueOf(known.getErrorClass()) : "";
  }

  private static String parameter(Throwable failure, String name) {
    Map<String, String> parameters =
        failure instanceof SparkThrowable known ? known.getMessageParameters() : Map.of();
    return parameters.getOrDefault(name, "");
  }

  private static String plain(String quoted) {
    return quoted.replace("`", "");
  }

  private static String lastPart(String quoted) {
    return plain(quoted.substring(quoted.lastIndexOf(".`") + 1));
  }
}
