package dev.sluice.common.definition;

import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.StructType;

/**
 * Says what the SQL of a definition means: parsed, analysed and made ready to evaluate by Catalyst
 * itself, without a session. Session time zone UTC, ANSI off (a failing cast is NULL), names of any
 * case. What cannot be repeated with the same answer, or spans more than its row, is refused.
 */
public final class SqlAnalyzer {
  private SqlAnalyzer() {}

  /**
   * An expression over the columns of one row.
   *
   * @param name the column it makes
   * @param input the columns it may read
   * @return bound to the ordinals of {@code input}; serialisable; for interpreted evaluation and
   *     for generated code
   * @throws SqlProblem says in one line why the expression cannot be used
   */
  public static RowExpression row(String name, String sql, StructType input) throws SqlProblem {
    Expression parsed = Catalyst.parse(sql);
    RowChecks.checkParsed(parsed, sql);
    return new RowExpression(name, sql, Catalyst.analyze(parsed, input));
  }

  /**
   * One mergeable measure: count, sum, min, max or avg of a row expression.
   *
   * @param input the columns its row expression may read
   * @throws SqlProblem says in one line why the measure cannot be used
   */
  public static Measure measure(String name, String sql, StructType input) throws SqlProblem {
    UnresolvedFunction call = MeasureCall.check(Catalyst.parse(sql));
    if (MeasureCall.countsAllRows(call)) {
      return MeasureTypes.countOfRows(name);
    }
    Expression argument = call.arguments().head();
    RowChecks.checkParsed(argument, sql);
    Expression bound = Catalyst.analyze(argument, input);
    return MeasureTypes.measure(name, MeasureCall.kind(call), new RowExpression(name, sql, bound));
  }
}
