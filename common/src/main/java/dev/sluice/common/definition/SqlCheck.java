package dev.sluice.common.definition;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Analyses SQL over the columns of one row and reports what is wrong at the expression's place.
 *
 * @param broken columns that should be there but could not be analysed: SQL that reads them is left
 *     unjudged, since its problem has been reported where it began
 */
record SqlCheck(StructType input, Set<String> broken, Report report) {

  SqlCheck {
    broken = Set.copyOf(broken);
  }

  /** An expression of any type. */
  Optional<RowExpression> row(String path, String name, String sql) {
    if (!isJudged(sql)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SqlAnalyzer.row(name, sql, input));
    } catch (SqlProblem e) {
      report.problem(path, path + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** An expression that is true, false or NULL. */
  Optional<RowExpression> condition(String path, String name, String sql) {
    Optional<RowExpression> condition = row(path, name, sql);
    if (condition.isPresent() && !condition.get().type().equals(DataTypes.BooleanType)) {
      report.problem(
          path, path + ": must be a condition, is " + condition.get().type().simpleString());
      return Optional.empty();
    }
    return condition;
  }

  Optional<Measure> measure(String path, String name, String sql) {
    if (!isJudged(sql)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SqlAnalyzer.measure(name, sql, input));
    } catch (SqlProblem e) {
      report.problem(path, path + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A column by its name, as SQL. */
  static String column(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private boolean isJudged(String sql) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return !sql.equals(DefinitionReader.Draft.UNREADABLE)
        && broken.stream().noneMatch(name -> mentions(lower, Names.ignoringCase(name)));
  }

  private static boolean mentions(String sql, String name) {
    return Pattern.compile("(?<![a-z0-9_])" + Pattern.quote(name) + "(?![a-z0-9_])")
        .matcher(sql)
        .find();
  }
}
