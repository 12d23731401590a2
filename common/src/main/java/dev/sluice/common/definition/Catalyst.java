package dev.sluice.common.definition;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FakeV2SessionCatalog$;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry$;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.LikeSimplification$;
import org.apache.spark.sql.catalyst.optimizer.OptimizeIn$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.types.DataTypeUtils$;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractPartialFunction;

/** Catalyst without a session: parse, analyse, fold, bind. */
final class Catalyst {
  private static final SQLConf CONF = conf();

  private Catalyst() {}

  /** The built-in functions; nothing else is ever registered. */
  static FunctionRegistry functions() {
    return FunctionRegistry$.MODULE$.builtin();
  }

  static Expression parse(String sql) throws SqlProblem {
    return attempt(new StructType(), () -> CatalystSqlParser$.MODULE$.parseExpression(sql));
  }

  /**
   * The expression over {@code input}, ready to evaluate: every column a {@code BoundReference}.
   * Checked before constants are folded: {@code unix_timestamp()} is a constant to Catalyst.
   */
  static Expression analyze(Expression parsed, StructType input) throws SqlProblem {
    LogicalPlan analyzed = attempt(input, () -> analyzed(parsed, input));
    RowChecks.checkRepeatable(projected(analyzed));
    Expression bound = attempt(input, () -> bind(folded(analyzed)));
    RowChecks.checkEvaluable(bound);
    return bound;
  }

  private static <T> T attempt(StructType input, scala.Function0<T> work) throws SqlProblem {
    try {
      return SQLConf$.MODULE$.withExistingConf(CONF, work);
    } catch (Exception failure) {
      // Catalyst's checked exceptions come unannounced.
      throw SqlMessages.problem(failure, input);
    }
  }

  static List<Expression> children(Expression expression) {
    return JavaConverters.seqAsJavaList(expression.children());
  }

  private static LogicalPlan analyzed(Expression parsed, StructType input) {
    LogicalPlan plan = project(parsed, relation(input));
    return AnalyzerHolder.ANALYZER.executeAndCheck(plan, new QueryPlanningTracker(Option.empty()));
  }

  private static LogicalPlan relation(StructType input) {
    // A Seq of AttributeReference is a Seq of Attribute; only Java's generics cannot say so.
    @SuppressWarnings({"unchecked", "rawtypes"})
    LogicalPlan relation =
        new LocalRelation((Seq) DataTypeUtils$.MODULE$.toAttributes(input), none(), false);
    return relation;
  }

  private static <T> Seq<T> none() {
    return JavaConverters.asScalaBuffer(List.<T>of()).toList();
  }

  private static LogicalPlan project(Expression expression, LogicalPlan child) {
    NamedExpression column =
        new Alias(
            expression,
            "value",
            NamedExpression$.MODULE$.newExprId(),
            none(),
            Option.empty(),
            none());
    return new Project(JavaConverters.asScalaBuffer(List.of(column)).toList(), child);
  }

  /** What the optimizer has to do before an expression can be evaluated, and what is cheap. */
  private static LogicalPlan folded(LogicalPlan plan) {
    LogicalPlan evaluable = ReplaceExpressions$.MODULE$.apply(plan);
    LogicalPlan constants = ConstantFolding$.MODULE$.apply(evaluable);
    return OptimizeIn$.MODULE$.apply(LikeSimplification$.MODULE$.apply(constants));
  }

  private static Expression projected(LogicalPlan plan) throws SqlProblem {
    if (plan instanceof Project project
        && project.child() instanceof LocalRelation
        && project.projectList().head() instanceof Alias column) {
      return column.child();
    }
    // An aggregate, window or generator function turned the projection into something else.
    throw new SqlProblem("an expression reads one row, and this needs or makes more");
  }

  private static Expression bind(LogicalPlan plan) {
    Project project = (Project) plan;
    Alias column = (Alias) project.projectList().head();
    return column
        .child()
        .transform(new Bind(JavaConverters.seqAsJavaList(project.child().output())));
  }

  private static SQLConf conf() {
    SQLConf conf = new SQLConf();
    conf.setConfString("spark.sql.session.timeZone", "UTC");
    conf.setConfString("spark.sql.ansi.enabled", "false");
    conf.setConfString("spark.sql.caseSensitive", "false");
    return conf;
  }

  /** Built on first use: the registry of functions costs the better part of a second. */
  private static final class AnalyzerHolder {
    static final Analyzer ANALYZER = analyzer();

    private static Analyzer analyzer() {
      SessionCatalog catalog =
          new SessionCatalog(
              new InMemoryCatalog(
                  new org.apache.spark.SparkConf(false),
                  new org.apache.hadoop.conf.Configuration(false)),
              functions(),
              TableFunctionRegistry$.MODULE$.builtin(),
              CONF);
      return new Analyzer(new CatalogManager(FakeV2SessionCatalog$.MODULE$, catalog));
    }
  }

  /** Columns to ordinals. */
  private static final class Bind extends AbstractPartialFunction<Expression, Expression>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient List<? extends NamedExpression> input;

    Bind(List<? extends NamedExpression> input) {
      this.input = input;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof AttributeReference;
    }

    @Override
    public Expression apply(Expression expression) {
      AttributeReference column = (AttributeReference) expression;
      return new BoundReference(ordinal(column), column.dataType(), column.nullable());
    }

    @Override
    public <A extends Expression, B> B applyOrElse(A expression, scala.Function1<A, B> otherwise) {
      if (!isDefinedAt(expression)) {
        return otherwise.apply(expression);
      }
      @SuppressWarnings("unchecked")
      B bound = (B) apply(expression);
      return bound;
    }

    private int ordinal(AttributeReference column) {
      for (int ordinal = 0; ordinal < input.size(); ordinal++) {
        if (input.get(ordinal).exprId().equals(column.exprId())) {
          return ordinal;
        }
      }
      throw new IllegalStateException("no such column: " + column.name());
    }
  }
}
