package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;
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
   * One mergeable measure: an aggregate call, or a calculation with several.
   *
   * @param input the columns its arguments may read: silver's
   * @throws SqlProblem says in one line why the measure cannot be used
   */
  public static Measure measure(String name, String sql, StructType input) throws SqlProblem {
    MeasureSql measure = new MeasureSql(Catalyst.parse(sql));
    List<Measure.Call> calls = new ArrayList<>();
    for (MeasureCall call : measure.calls()) {
      calls.add(new MeasureTypes(call, sql, input).analyzed());
    }
    if (measure.isOneCall()) {
      return Measure.of(name, calls.get(0));
    }
    RowChecks.checkParsed(measure.calculation(), sql);
    StructType values = MeasureSql.values(calls.stream().map(Measure.Call::type).toList());
    Expression bound = Catalyst.analyze(measure.calculation(), values);
    return new Measure(name, calls, new RowExpression(name, sql, bound), bound.dataType());
  }
}
