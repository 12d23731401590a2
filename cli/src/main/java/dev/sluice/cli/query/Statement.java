package dev.sluice.cli.query;

import dev.sluice.common.error.QueryErrors;
import io.delta.sql.parser.DeltaSqlParser;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.internal.SessionState;
import scala.collection.JavaConverters;

/**
 * One SQL statement that only reads. Parsed without a session, so that a slip or a refusal is
 * answered before Spark starts.
 *
 * @param explains whether its answer is a plan in several lines
 */
record Statement(String sql, boolean explains) {
  private static final Set<String> RUNS_PROGRAMS = Set.of("ScriptTransformation");

  /**
   * Checks a statement.
   *
   * @throws dev.sluice.common.error.SluiceException SL-4022 when it would change something, SL-4023
   *     when it is not SQL
   */
  static Statement parse(String sql) {
    LogicalPlan plan;
    try {
      plan = new DeltaSqlParser(new SparkSqlParser()).parsePlan(sql);
    } catch (Exception notSql) {
      // Scala's checked exceptions come unannounced.
      throw QueryErrors.queryFailed(QueryFailures.sentence(notSql), notSql);
    }
    checkReadOnly(plan);
    return new Statement(sql, plan instanceof ExplainCommand);
  }

  /** Whether it may ask for a view of this name. */
  boolean mightMention(String view) {
    return sql.toLowerCase(Locale.ROOT).contains(view);
  }

  private static void checkReadOnly(LogicalPlan plan) {
    checkNodes(plan instanceof ExplainCommand explain ? explain.logicalPlan() : plan);
  }

  /**
   * The statement's rows, not read yet. Analysed first without being executed: whatever changes
   * something is a command by then, even if the parser's plan did not look like one.
   */
  Dataset<Row> rows(SparkSession session) throws ParseException {
    SessionState state = session.sessionState();
    LogicalPlan analyzed =
        state.executePlan(state.sqlParser().parsePlan(sql), CommandExecutionMode.SKIP()).analyzed();
    if (analyzed instanceof Command && !isHarmless(analyzed)) {
      throw QueryErrors.statementChanges(words(analyzed));
    }
    return Dataset.ofRows(session, analyzed);
  }

  private static boolean isHarmless(LogicalPlan command) {
    String kind = command.nodeName();
    return kind.startsWith("Show") || kind.startsWith("Describe") || kind.startsWith("Explain");
  }

  // An insert may stand below the WITH that it reads from, a program in a subquery.
  private static void checkNodes(LogicalPlan node) {
    if (!reads(node)) {
      throw QueryErrors.statementChanges(words(node));
    }
    JavaConverters.seqAsJavaList(node.children()).forEach(Statement::checkNodes);
    JavaConverters.seqAsJavaList(node.subqueries()).forEach(Statement::checkNodes);
    for (Object inner : JavaConverters.seqAsJavaList(node.innerChildren())) {
      if (inner instanceof LogicalPlan plan) {
        checkNodes(plan);
      }
    }
  }

  private static boolean reads(LogicalPlan node) {
    String kind = node.nodeName();
    if (node instanceof Command || isDeltas(node)) {
      return isHarmless(node);
    }
    // Those become commands when they are analysed: INSERT INTO, RESTORE TABLE and their kin.
    return !(node instanceof ParsedStatement)
        && !kind.endsWith("Statement")
        && !kind.startsWith("Insert")
        && !RUNS_PROGRAMS.contains(kind);
  }

  private static boolean isDeltas(LogicalPlan node) {
    String name = node.getClass().getName();
    return name.startsWith("io.delta.") || name.startsWith("org.apache.spark.sql.delta.");
  }

  /** {@code CreateTableAsSelect} to {@code CREATE TABLE AS SELECT}. */
  private static String words(LogicalPlan node) {
    return node.nodeName()
        .replaceFirst("(Command|Statement)$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toUpperCase(Locale.ROOT);
  }
}
