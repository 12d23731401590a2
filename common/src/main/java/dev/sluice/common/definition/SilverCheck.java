package dev.sluice.common.definition;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedRule;
import dev.sluice.common.definition.DatasetDefinition.Rule;
import dev.sluice.common.definition.DatasetDefinition.Silver;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** Analyses what {@code silver} says about rows: filter, rules, deduplication. */
final class SilverCheck {
  private final Silver silver;
  private final Report report;

  SilverCheck(Silver silver, Report report) {
    this.silver = silver;
    this.report = report;
  }

  Optional<RowExpression> where(SqlCheck source) {
    return silver.where().flatMap(sql -> source.condition("silver.where", "where", sql));
  }

  List<AnalyzedRule> rules(SqlCheck silverColumns) {
    List<AnalyzedRule> rules = new ArrayList<>();
    for (int index = 0; index < silver.rules().size(); index++) {
      Rule rule = silver.rules().get(index);
      String path = "silver.rules[" + index + "].expr";
      Optional<RowExpression> condition =
          silverColumns.condition(path, rule.name(), rule.expression());
      condition.ifPresent(expression -> refuseWarnings(path, expression, silverColumns.input()));
      condition.ifPresent(expression -> rules.add(new AnalyzedRule(rule, expression)));
    }
    return rules;
  }

  void dedup(ColumnCheck columns) {
    silver
        .dedup()
        .ifPresent(
            dedup -> {
              for (int index = 0; index < dedup.key().size(); index++) {
                columns.key("silver.dedup.key[" + index + "]", dedup.key().get(index));
              }
            });
  }

  /** Warnings are what the rules yield. */
  private void refuseWarnings(String path, RowExpression rule, StructType columns) {
    if (reads(rule.bound(), columns.fieldIndex(SilverTable.WARNINGS))) {
      report.problem(path, path + ": a rule cannot read " + SilverTable.WARNINGS);
    }
  }

  private static boolean reads(Expression expression, int ordinal) {
    return expression instanceof BoundReference reference
        ? reference.ordinal() == ordinal
        : JavaConverters.seqAsJavaList(expression.children()).stream()
            .anyMatch(child -> reads(child, ordinal));
  }
}
