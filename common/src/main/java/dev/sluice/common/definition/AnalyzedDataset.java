package dev.sluice.common.definition;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * A dataset whose SQL has been analysed against its schema: everything a lane needs to run it.
 *
 * @param sourceSchema the fields of the event schema in its order, then {@code _extra string}
 * @param where over {@code sourceSchema}, boolean
 * @param fields the dataset's fields of silver in silver's order, each an expression over {@code
 *     sourceSchema} (a plain column where nothing was selected)
 * @param enrichments what rows take from reference tables, one after the other; silver has it
 *     behind {@code fields}
 * @param rules over {@code protection.clear()}; they may read any column but {@code warnings}
 * @param silverSchema the silver table, see {@link dev.sluice.common.table.SilverTable}
 * @param protection what of a row is protected between its rules and silver
 */
public record AnalyzedDataset(
    DatasetDefinition definition,
    StructType sourceSchema,
    Optional<RowExpression> where,
    List<RowExpression> fields,
    List<Enrichment> enrichments,
    List<AnalyzedRule> rules,
    StructType silverSchema,
    List<AnalyzedAggregate> aggregates,
    Protection protection) {

  public AnalyzedDataset {
    fields = List.copyOf(fields);
    enrichments = List.copyOf(enrichments);
    rules = List.copyOf(rules);
    aggregates = List.copyOf(aggregates);
  }

  /** A dataset that takes nothing from elsewhere and protects nothing. */
  public AnalyzedDataset(
      DatasetDefinition definition,
      StructType sourceSchema,
      Optional<RowExpression> where,
      List<RowExpression> fields,
      List<AnalyzedRule> rules,
      StructType silverSchema,
      List<AnalyzedAggregate> aggregates) {
    this(
        definition,
        sourceSchema,
        where,
        fields,
        List.of(),
        rules,
        silverSchema,
        aggregates,
        Protection.none(silverSchema));
  }

  /** The dataset's name. */
  public String name() {
    return definition.name();
  }

  /** The same without some of its gold tables. */
  public AnalyzedDataset without(Set<String> names) {
    return new AnalyzedDataset(
        definition,
        sourceSchema,
        where,
        fields,
        enrichments,
        rules,
        silverSchema,
        aggregates.stream().filter(aggregate -> !names.contains(aggregate.name())).toList(),
        protection);
  }

  /** The same, read from another place. */
  AnalyzedDataset at(Path place) {
    return new AnalyzedDataset(
        definition.at(place),
        sourceSchema,
        where,
        fields,
        enrichments,
        rules,
        silverSchema,
        aggregates,
        protection);
  }

  /** A rule and its condition. */
  public record AnalyzedRule(DatasetDefinition.Rule rule, RowExpression condition) {}

  /**
   * One gold table.
   *
   * @param groupBy columns of silver, each an expression over {@code silverSchema}
   * @param measures inputs are expressions over {@code silverSchema}
   */
  public record AnalyzedAggregate(
      DatasetDefinition.Aggregate definition, List<RowExpression> groupBy, List<Measure> measures) {
    public AnalyzedAggregate {
      groupBy = List.copyOf(groupBy);
      measures = List.copyOf(measures);
    }

    /** The aggregate's name: the name of its gold table. */
    public String name() {
      return definition.name();
    }
  }
}
