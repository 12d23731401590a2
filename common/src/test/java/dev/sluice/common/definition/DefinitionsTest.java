package dev.sluice.common.definition;

import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static dev.sluice.common.definition.DefinitionFile.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.SilverTable;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"clickstream", "flights"})
  void theExamplesAreWithoutProblem(String example) {
    Path file = Path.of("../examples", example, "dataset.yaml");
    assertThat(Definitions.load(List.of(file), platform()).problems()).isEmpty();
  }

  @Test
  void silverHasTheSourcesFieldsThenAdditions() {
    AnalyzedDataset dataset = good().analyzed(folder);
    assertThat(dataset.fields())
        .extracting(RowExpression::name)
        .containsExactly(
            "occurred_at",
            "seen_at",
            "user_id",
            "user_agent",
            "ip",
            "page",
            "country",
            "price",
            "score",
            "tags",
            "page_length");
    assertThat(dataset.silverSchema().fieldNames())
        .startsWith("event_id", "event_time", "arrived_at", "late", "warnings", "occurred_at")
        .endsWith(
            "page_length", "_extra", "_cluster", "_topic", "_partition", "_offset", "event_date");
  }

  @Test
  void theSourceIsTheEventAndWhatItsSchemaDoesNotKnow() {
    assertThat(least().analyzed(folder).sourceSchema().fieldNames())
        .startsWith("event_id", "occurred_at")
        .endsWith("tags", "_extra");
  }

  @Test
  void onlyNarrowsSilverToWhatIsSelected() {
    AnalyzedDataset dataset =
        least()
            .plus(
                "silver: {only: true, select: [price, upper(page) as shout, event_id, country]}\n")
            .analyzed(folder);
    assertThat(dataset.fields())
        .extracting(RowExpression::name)
        .containsExactly("country", "price", "shout");
  }

  @Test
  void anIdUnderAnotherNameStandsBesideTheColumnOfOurs() {
    DefinitionFile file =
        least()
            .with("eventId: event_id", "eventId: occurred_at")
            .plus("silver: {only: true, select: [occurred_at, event_id as click]}\n");
    assertThat(file.analyzed(folder).silverSchema())
        .isEqualTo(
            SilverTable.schema(
                List.of(
                    DataTypes.createStructField("occurred_at", DataTypes.LongType, true),
                    DataTypes.createStructField("click", DataTypes.StringType, true))));
  }

  @Test
  void integersAreStoredAsBigint() {
    RowExpression length = good().analyzed(folder).fields().get(10);
    assertThat(length.type().simpleString()).isEqualTo("bigint");
    assertThat(length.sql()).isEqualTo("length(page)");
    InternalRow row = new GenericInternalRow(12);
    row.update(6, UTF8String.fromString("/home"));
    assertThat(length.bound().eval(row)).isEqualTo(5L);
  }

  @Test
  void expressionsOfSelectSeeTheSourceAndRulesSeeSilver() {
    AnalyzedDataset dataset =
        least()
            .plus(
                """
                silver:
                  where: price > 1
                  select: [cast(price as string) as price, price > 3 as dear]
                  rules: [{name: dear, expr: dear and length(price) > 2, onFail: warn}]
                """)
            .analyzed(folder);
    assertThat(dataset.silverSchema().apply("price").dataType().simpleString()).isEqualTo("string");
    assertThat(dataset.rules()).hasSize(1);
  }

  @Test
  void measuresAndGroupsAreOverSilver() {
    AnalyzedDataset.AnalyzedAggregate aggregate = good().analyzed(folder).aggregates().get(0);
    assertThat(aggregate.groupBy()).extracting(RowExpression::name).containsExactly("country");
    assertThat(aggregate.measures())
        .extracting(Measure::name, measure -> measure.calls().get(0).kind())
        .containsExactly(tuple("orders", Measure.Kind.COUNT), tuple("revenue", Measure.Kind.SUM));
  }

  @Test
  void noTwoDatasetsWriteOneTableAndNoTwoAggregatesOneKey() {
    Path first = good().in(folder, "first.yaml");
    Path second = good().in(folder, "second.yaml");
    Definitions.Loaded loaded = Definitions.load(List.of(first, second), platform());
    assertThat(loaded.datasets()).hasSize(1);
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            second + ":4:9: Two with the same dataset: clicks (the other is in " + first + ")",
            second
                + ":40:13: Two with the same aggregate: sales_by_country_1m (the other is in "
                + first
                + ")",
            second
                + ":48:14: Two with the same hot key: sales:{}:{} (the other is in "
                + first
                + ")");
  }

  @Test
  void whatIsRequiredIsGivenOrEveryProblemThrown() {
    Path good = good().in(folder, "good.yaml");
    Path bad = least().with("name: clicks", "nam: Bad").in(folder, "bad.yaml");
    assertThat(Definitions.require(List.of(good), platform()))
        .extracting(AnalyzedDataset::name)
        .containsExactly("clicks");
    assertThatThrownBy(() -> Definitions.require(List.of(good, bad), platform()))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            """
            Definition problems:
              - %s:4:3: Unknown key: metadata.nam (did you mean name?)
              - %s:4:3: Missing required key: metadata.name"""
                .formatted(bad, bad))
        .satisfies(
            thrown -> {
              assertThat(((SluiceException) thrown).code()).isEqualTo("SL-1001");
              assertThat(((SluiceException) thrown).exitCode())
                  .isEqualTo(ExitCode.INVALID_DEFINITION);
            });
  }
}
