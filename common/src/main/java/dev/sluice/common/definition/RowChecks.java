package dev.sluice.common.definition;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.CurrentCatalog;
import org.apache.spark.sql.catalyst.expressions.CurrentDatabase;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimeZone;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.UnresolvedWindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What an expression over one row must not be. Names are checked as parsed, since analysis replaces
 * calls by what they mean; what only analysis can tell is checked after it.
 */
final class RowChecks {
  private static final Pattern CLOCK_LITERAL =
      Pattern.compile(
          "\\b(?:date|timestamp(?:_ltz|_ntz)?)\\s*['\"]\\s*(now|today|tomorrow|yesterday)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Deterministic in the eyes of Catalyst, but not for us, and replaced in analysis. */
  private static final Set<String> CHANGING =
      Set.of(
          "aes_encrypt",
          "curdate",
          "current_catalog",
          "current_database",
          "current_date",
          "current_schema",
          "current_timestamp",
          "current_timezone",
          "current_user",
          "java_method",
          "localtimestamp",
          "now",
          "reflect",
          "user",
          "version");

  private static final Set<String> FAILING = Set.of("assert_true", "raise_error");

  private RowChecks() {}

  static void checkParsed(Expression parsed, String sql) throws SqlProblem {
    Matcher clock = CLOCK_LITERAL.matcher(sql);
    if (clock.find()) {
      throw changing("'" + clock.group(1) + "'");
    }
    if (parsed instanceof Alias alias) {
      throw new SqlProblem("an expression is expected here, without \"as " + alias.name() + "\"");
    }
    walkParsed(parsed);
  }

  private static void walkParsed(Expression parsed) throws SqlProblem {
    if (parsed instanceof SubqueryExpression) {
      throw new SqlProblem("subqueries are not allowed: an expression reads one row");
    }
    if (parsed instanceof Star) {
      throw new SqlProblem("\"*\" is not allowed: name the columns");
    }
    if (parsed instanceof WindowExpression || parsed instanceof UnresolvedWindowExpression) {
      throw new SqlProblem("window functions (over) are not allowed: an expression reads one row");
    }
    if (parsed instanceof AggregateExpression aggregate) {
      // The parser itself makes first, last and a few more.
      throw aggregate(aggregate.aggregateFunction().prettyName());
    }
    if (parsed instanceof UnresolvedFunction call) {
      checkCall(FunctionNames.name(call));
    }
    for (Expression child : Catalyst.children(parsed)) {
      walkParsed(child);
    }
  }

  private static void checkCall(String name) throws SqlProblem {
    if (!FunctionNames.isKnown(name)) {
      throw SqlMessages.unknownFunction(name);
    }
    if (FunctionNames.isAggregate(name)) {
      throw aggregate(name);
    }
    if (FunctionNames.isWindow(name)) {
      throw new SqlProblem(
          "window function " + name + " is not allowed: an expression reads one row");
    }
    if (FunctionNames.isGenerator(name)) {
      throw new SqlProblem(
          "function " + name + " is not allowed: it makes several rows of one, or several columns");
    }
    if (CHANGING.contains(name)) {
      throw changing(name);
    }
    if (FAILING.contains(name)) {
      throw failing(name);
    }
  }

  /** Over the analysed expression, before constants are folded. */
  static void checkRepeatable(Expression analyzed) throws SqlProblem {
    for (Expression child : Catalyst.children(analyzed)) {
      checkRepeatable(child);
    }
    if (!analyzed.deterministic() || readsTheClockOrSession(analyzed)) {
      throw changing(name(analyzed));
    }
    if (analyzed instanceof RaiseError) {
      throw failing(name(analyzed));
    }
  }

  /** Over the finished expression. */
  static void checkEvaluable(Expression bound) throws SqlProblem {
    checkNoLeftovers(bound);
    checkType(bound.dataType());
  }

  private static void checkNoLeftovers(Expression bound) throws SqlProblem {
    for (Expression child : Catalyst.children(bound)) {
      checkNoLeftovers(child);
    }
    if (bound instanceof Unevaluable || bound instanceof RuntimeReplaceable) {
      throw new SqlProblem(name(bound) + " cannot be evaluated over one row");
    }
  }

  private static String name(Expression expression) {
    return expression.prettyName().toLowerCase(Locale.ROOT);
  }

  private static boolean readsTheClockOrSession(Expression bound) {
    return bound instanceof CurrentTimestampLike
        || bound instanceof LocalTimestamp
        || bound instanceof CurrentDate
        || bound instanceof CurrentTimeZone
        || bound instanceof CurrentUser
        || bound instanceof CurrentDatabase
        || bound instanceof CurrentCatalog;
  }

  /** Only what Delta stores without a table feature, and Trino reads. */
  private static void checkType(DataType type) throws SqlProblem {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        checkType(field.dataType());
      }
    } else if (type instanceof ArrayType array) {
      checkType(array.elementType());
    } else if (type instanceof MapType map) {
      checkType(map.keyType());
      checkType(map.valueType());
    } else if (!isStorable(type)) {
      throw new SqlProblem(
          "a value of type "
              + type.sql().toLowerCase(Locale.ROOT)
              + " cannot be stored in a table: cast it");
    }
  }

  static boolean isStorable(DataType type) {
    return type instanceof NumericType
        || type instanceof StringType
        || type instanceof BooleanType
        || type instanceof BinaryType
        || type instanceof DateType
        || type instanceof TimestampType;
  }

  private static SqlProblem aggregate(String name) {
    return new SqlProblem(
        "aggregate function " + name + " is not allowed: an expression reads one row");
  }

  private static SqlProblem changing(String what) {
    return new SqlProblem(what + " is not allowed: its answer changes when asked again");
  }

  private static SqlProblem failing(String what) {
    return new SqlProblem(
        what + " is not allowed: a bad row must not stop the stream; write a rule");
  }
}
