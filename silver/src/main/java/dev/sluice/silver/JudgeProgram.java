package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedRule;
import dev.sluice.common.definition.DatasetDefinition;
import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.OnFail;
import dev.sluice.common.definition.DatasetDefinition.OnMiss;
import dev.sluice.common.definition.Enrichment;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.Protection;
import dev.sluice.common.definition.RowExpression;
import dev.sluice.common.table.SilverTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What tasks need to judge the rows of a dataset, compiled from its definition and sent to each
 * executor once.
 *
 * <p>The clear silver row is one projection over the source's fields, followed by the {@link
 * #CONTEXT} columns, which the judge fills in, and by what is taken from reference tables.
 *
 * @param id names this program in the executors' caches
 * @param maxValueBytes larger values are not parsed
 * @param eventTimeUnit of the time in the source's row, where a timestamp is always in microseconds
 * @param where over the source's fields; null when everything passes
 * @param silverRow the columns of silver in clear, over source fields, context and what is taken
 * @param lookups what is taken from reference tables, one after the other
 * @param silverSchema of the rows that leave, protected
 * @param rules over the clear silver row
 * @param lateAfterMicros {@code Long.MAX_VALUE} when nothing is ever late
 * @param dedupKey columns of silver; empty when nothing is deduplicated
 * @param topics the source's topics, sorted by name
 * @param payload ordinals of silver that tell one payload from another
 * @param protection what becomes of the clear row
 */
record JudgeProgram(
    String id,
    Format format,
    EventSchema schema,
    Evolution evolution,
    long maxValueBytes,
    int eventId,
    DataType eventIdType,
    int eventTime,
    EventTime.Unit eventTimeUnit,
    Expression where,
    List<Expression> silverRow,
    List<LookupProgram> lookups,
    StructType silverSchema,
    List<RuleProgram> rules,
    long lateAfterMicros,
    List<String> dedupKey,
    List<String> topics,
    List<Integer> payload,
    Protection protection)
    implements Serializable {

  /** Columns the judge adds behind the source's fields, in this order. */
  static final StructType CONTEXT =
      new StructType()
          .add(SilverTable.EVENT_ID, DataTypes.StringType)
          .add(SilverTable.EVENT_TIME, DataTypes.TimestampType)
          .add(SilverTable.ARRIVED_AT, DataTypes.TimestampType)
          .add(SilverTable.LATE, DataTypes.BooleanType)
          .add(SilverTable.WARNINGS, SilverTable.HEAD.apply(SilverTable.WARNINGS).dataType())
          .add(SilverTable.CLUSTER, DataTypes.StringType)
          .add(SilverTable.TOPIC, DataTypes.StringType)
          .add(SilverTable.PARTITION, DataTypes.IntegerType)
          .add(SilverTable.OFFSET, DataTypes.LongType)
          .add(SilverTable.EVENT_DATE, DataTypes.DateType);

  /** One rule. */
  record RuleProgram(String name, OnFail onFail, Expression condition) implements Serializable {}

  /**
   * One look into a reference table.
   *
   * @param table as the definition names it
   * @param keys over source fields, context and what is taken before
   * @param types of what is taken
   */
  record LookupProgram(
      String table,
      List<String> keyNames,
      List<Expression> keys,
      List<DataType> types,
      OnMiss onMiss)
      implements Serializable {}

  static JudgeProgram of(AnalyzedDataset dataset) {
    DatasetDefinition definition = dataset.definition();
    StructType source = dataset.sourceSchema();
    StructType silver = dataset.silverSchema();
    List<Expression> silverRow = silverRow(dataset);
    int eventId = source.fieldIndex(definition.schema().eventId());
    return new JudgeProgram(
        UUID.randomUUID().toString(),
        definition.schema().format(),
        definition.schema().event(),
        definition.schema().evolution(),
        definition.source().maxValueBytes(),
        eventId,
        source.fields()[eventId].dataType(),
        source.fieldIndex(definition.schema().eventTime().field()),
        unit(source, definition.schema().eventTime()),
        dataset.where().map(RowExpression::bound).orElse(null),
        silverRow,
        lookups(dataset, dataset.protection().clear(), silverRow),
        silver,
        dataset.rules().stream().map(JudgeProgram::rule).toList(),
        definition.silver().late().map(d -> d.toNanos() / 1_000).orElse(Long.MAX_VALUE),
        definition.silver().dedup().map(Dedup::key).orElse(List.of()),
        definition.source().topics().stream().sorted().toList(),
        payload(dataset),
        dataset.protection());
  }

  private static EventTime.Unit unit(StructType source, EventTime eventTime) {
    boolean isTimestamp =
        source.apply(eventTime.field()).dataType().equals(DataTypes.TimestampType);
    return isTimestamp ? EventTime.Unit.MICROS : eventTime.unit();
  }

  private static RuleProgram rule(AnalyzedRule rule) {
    return new RuleProgram(rule.rule().name(), rule.rule().onFail(), rule.condition().bound());
  }

  private static List<Expression> silverRow(AnalyzedDataset dataset) {
    StructType source = dataset.sourceSchema();
    List<Expression> columns = new ArrayList<>();
    for (StructField field : SilverTable.HEAD.fields()) {
      columns.add(context(source, field.name()));
    }
    dataset.fields().forEach(field -> columns.add(field.bound()));
    for (Enrichment enrichment : dataset.enrichments()) {
      for (DataType type : enrichment.takenTypes()) {
        int position = columns.size() - SilverTable.HEAD.length() - dataset.fields().size();
        columns.add(taken(source, position, type));
      }
    }
    columns.add(reference(source, SilverTable.EXTRA));
    for (StructField field : SilverTable.TAIL.fields()) {
      if (!field.name().equals(SilverTable.EXTRA)) {
        columns.add(context(source, field.name()));
      }
    }
    return List.copyOf(columns);
  }

  /** A key is made as silver's column of its name is. */
  private static List<LookupProgram> lookups(
      AnalyzedDataset dataset, StructType clear, List<Expression> silverRow) {
    return dataset.enrichments().stream()
        .map(
            enrichment ->
                new LookupProgram(
                    enrichment.definition().table(),
                    enrichment.keys(),
                    enrichment.keys().stream()
                        .map(key -> silverRow.get(clear.fieldIndex(key)))
                        .toList(),
                    enrichment.takenTypes(),
                    enrichment.definition().onMiss()))
        .toList();
  }

  private static Expression taken(StructType source, int position, DataType type) {
    return new BoundReference(source.length() + CONTEXT.length() + position, type, true);
  }

  private static Expression context(StructType source, String column) {
    int ordinal = CONTEXT.fieldIndex(column);
    return new BoundReference(
        source.length() + ordinal, CONTEXT.fields()[ordinal].dataType(), true);
  }

  private static Expression reference(StructType source, String column) {
    int ordinal = source.fieldIndex(column);
    return new BoundReference(ordinal, source.fields()[ordinal].dataType(), true);
  }

  /** The event's own columns: not when or where it arrived, nor what others say of it. */
  private static List<Integer> payload(AnalyzedDataset dataset) {
    StructType silver = dataset.silverSchema();
    List<Integer> ordinals = new ArrayList<>();
    ordinals.add(silver.fieldIndex(SilverTable.EVENT_TIME));
    dataset.fields().stream()
        .filter(field -> silver.getFieldIndex(field.name()).isDefined())
        .forEach(field -> ordinals.add(silver.fieldIndex(field.name())));
    ordinals.add(silver.fieldIndex(SilverTable.EXTRA));
    return List.copyOf(ordinals);
  }
}
