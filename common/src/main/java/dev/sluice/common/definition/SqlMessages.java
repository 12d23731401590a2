package dev.sluice.common.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.StructType;

/** Catalyst's failures in one line each. */
public final class SqlMessages {
  private static final Pattern ERROR_CLASS = Pattern.compile("^\\[[A-Z0-9_.]+\\]\\s*");
  private static final Pattern POSITION = Pattern.compile(";?\\s*line \\d+ pos \\d+.*$");
  private static final Pattern ADVICE =
      Pattern.compile(
          "\\s*(If necessary set|Set) \"?spark\\..*$|\\s*To fix this.*$|\\s*Please, refer to .*$");
  private static final Pattern MISMATCH =
      Pattern.compile("^Cannot resolve \"(.*)\" due to data type mismatch: (.*)$");
  private static final Pattern LAST_NAME = Pattern.compile("`([^`]*)`$");

  private SqlMessages() {}

  /** What to say about a failure of the parser or the analyser over these columns. */
  static SqlProblem problem(Throwable failure, StructType input) {
    return new SqlProblem(words(failure, input), failure);
  }

  /** The same where no columns are known: a whole query, or its execution. */
  public static String sentence(Throwable failure) {
    return words(failure, new StructType());
  }

  static SqlProblem unknownFunction(String name) {
    return new SqlProblem("unknown function \"" + name + "\"" + hint(name, FunctionNames.all()));
  }

  private static String words(Throwable failure, StructType input) {
    if (failure instanceof ParseException parse) {
      return syntaxError(parse);
    }
    String errorClass =
        failure instanceof SparkThrowable known ? String.valueOf(known.getErrorClass()) : "";
    if (errorClass.startsWith("UNRESOLVED_COLUMN")) {
      String name = lastName(parameters(failure).getOrDefault("objectName", ""));
      return "unknown column \"" + name + "\"" + hint(name, Arrays.asList(input.fieldNames()));
    }
    if (errorClass.equals("FIELD_NOT_FOUND")) {
      String name = lastName(parameters(failure).getOrDefault("fieldName", ""));
      return "unknown field \"" + name + "\"";
    }
    return oneLine(failure);
  }

  private static String syntaxError(ParseException failure) {
    String near = parameters(failure).getOrDefault("error", "");
    String where =
        column(failure).map(column -> " (" + line(failure) + "column " + column + ")").orElse("");
    return near.isEmpty()
        ? "syntax error: " + oneLine(failure) + where
        : "syntax error near " + near + where;
  }

  private static Optional<Object> column(ParseException failure) {
    return failure.startPosition().isDefined()
        ? Optional.of((Integer) failure.startPosition().get() + 1)
        : Optional.empty();
  }

  private static String line(ParseException failure) {
    int line = failure.line().isDefined() ? (Integer) failure.line().get() : 1;
    return line > 1 ? "line " + line + ", " : "";
  }

  private static Map<String, String> parameters(Throwable failure) {
    return failure instanceof SparkThrowable known ? known.getMessageParameters() : Map.of();
  }

  private static String lastName(String quoted) {
    var name = LAST_NAME.matcher(quoted);
    return name.find() ? name.group(1) : quoted;
  }

  private static String hint(String name, List<String> known) {
    return Nearest.to(name, known).map(near -> " (did you mean " + near + "?)").orElse("");
  }

  private static String oneLine(Throwable failure) {
    String message =
        failure instanceof AnalysisException analysis
            ? analysis.message()
            : String.valueOf(failure.getMessage());
    String first = message.strip().lines().findFirst().orElse("cannot be analysed");
    String plain = ERROR_CLASS.matcher(first).replaceFirst("");
    plain = ADVICE.matcher(POSITION.matcher(plain).replaceFirst("")).replaceFirst("").strip();
    if (plain.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    plain = MISMATCH.matcher(plain).replaceFirst("type error in $1: $2");
    String words = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }
}
