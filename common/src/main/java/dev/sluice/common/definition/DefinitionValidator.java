package dev.sluice.common.definition;

import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedRule;
import dev.sluice.common.definition.DefinitionReader.Draft;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds out what a dataset's SQL means, and what contradicts what. Needs no Spark session. */
final class DefinitionValidator {
  private final DatasetDefinition definition;
  private final List<HmacKey> keys;
  private final Report report;

  private DefinitionValidator(DatasetDefinition definition, List<HmacKey> keys, Report report) {
    this.definition = definition;
    this.keys = keys;
    this.report = report;
  }

  /**
   * Empty unless the draft's report is clean; all that is wrong is in the report.
   *
   * @param keys the platform's, which sign what the dataset protects so
   */
  static Optional<AnalyzedDataset> validate(Draft draft, List<HmacKey> keys) {
    Optional<AnalyzedDataset> analyzed =
        draft
            .definition()
            .flatMap(
                definition -> new DefinitionValidator(definition, keys, draft.report()).validate());
    return draft.report().isClean() ? analyzed : Optional.empty();
  }

  private Optional<AnalyzedDataset> validate() {
    goldChecks().forEach(check -> check.contradictions(definition.silver().late()));
    new TestsCheck(definition, report).checkOthers();
    new TestsCheck(definition, report).checkReferences();
    if (definition.schema().event().fields().isEmpty()) {
      return Optional.empty();
    }
    new EventCheck(definition.schema(), definition.erasure(), report).check();
    return Optional.of(analyze());
  }

  private AnalyzedDataset analyze() {
    SqlCheck source = new SqlCheck(sourceSchema(), Set.of(), report);
    SilverCheck silver = new SilverCheck(definition.silver(), report);
    Optional<RowExpression> where = silver.where(source);
    SilverFields silverFields = new SilverFields(definition, source);
    List<RowExpression> fields = silverFields.read();
    EnrichCheck enrich =
        new EnrichCheck(
            definition.silver(),
            SilverTable.schema(columns(fields)),
            silverFields.broken(),
            report);
    List<Enrichment> enrichments = enrich.read();
    boolean isComplete = silverFields.isComplete() && enrich.isComplete();
    Protection protection =
        protection(fields, enrichments, source.input(), enrich.broken(), isComplete);
    StructType silverSchema = protection.silver();
    List<AnalyzedRule> rules = List.of();
    List<AnalyzedAggregate> aggregates = List.of();
    if (isComplete) {
      SqlCheck clear = new SqlCheck(protection.clear(), enrich.broken(), report);
      SqlCheck sql = new SqlCheck(silverSchema, enrich.broken(), report);
      ColumnCheck columns = new ColumnCheck(silverSchema, enrich.broken(), report);
      rules = silver.rules(clear);
      silver.dedup(columns);
      new TestsCheck(definition, report).checkSilver(silverSchema);
      aggregates = goldChecks().stream().map(check -> check.analyze(sql, columns)).toList();
    }
    return new AnalyzedDataset(
        definition,
        source.input(),
        where,
        fields,
        enrichments,
        rules,
        silverSchema,
        aggregates,
        protection);
  }

  private Protection protection(
      List<RowExpression> fields,
      List<Enrichment> enrichments,
      StructType source,
      Set<String> broken,
      boolean isComplete) {
    List<StructField> columns = new ArrayList<>(columns(fields));
    enrichments.forEach(enrichment -> columns.addAll(enrichment.columns()));
    StructType clear = SilverTable.schema(columns);
    if (!isComplete) {
      return Protection.none(clear);
    }
    ProtectCheck check =
        new ProtectCheck(definition, source, clear, fields, enrichments, broken, report);
    return new Protection(clear, check.read(), keys);
  }

  private StructType sourceSchema() {
    return definition.schema().event().sparkType().add(SilverTable.EXTRA, DataTypes.StringType);
  }

  private static List<StructField> columns(List<RowExpression> fields) {
    return fields.stream()
        .map(field -> DataTypes.createStructField(field.name(), field.type(), true))
        .toList();
  }

  private List<GoldCheck> goldChecks() {
    List<GoldCheck> checks = new ArrayList<>();
    definition
        .aggregates()
        .forEach(aggregate -> checks.add(new GoldCheck(aggregate, checks.size(), report)));
    return checks;
  }
}
