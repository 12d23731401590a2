package dev.sluice.lanes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetTest;
import dev.sluice.common.definition.DatasetTest.Expected;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.TestTime;
import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.lanes.DatasetTestResult.Difference;
import dev.sluice.silver.SilverCommit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Runs tests of a dataset: the given records into the bronze of an empty lake, beside the given
 * rows of reference tables, from there through {@link Replay}, as history is replayed, and what is
 * then in the tables compared with what was expected. Neither Kafka nor Redis. A row that fails a
 * rule with {@code onFail: stop} goes to quarantine, as in a replay.
 */
public final class DatasetTestRun {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private final SparkSession session;
  private final AnalyzedDataset dataset;
  private final PlatformDefinition platform;
  private final LocalDate today;

  /**
   * @param today the day, in UTC, that clock times are of
   */
  public DatasetTestRun(
      SparkSession session, AnalyzedDataset dataset, PlatformDefinition platform, LocalDate today) {
    this.session = session;
    this.dataset = dataset;
    this.platform = platform;
    this.today = today;
  }

  /**
   * Runs one test.
   *
   * @param lake a folder that does not exist yet; whoever names it removes it
   */
  public DatasetTestResult run(DatasetTest test, Path lake) {
    DatasetContext context =
        DatasetContext.of(
            session,
            dataset,
            platform.withLake(lake.toString()),
            Generation.FIRST,
            WriteObserver.NONE);
    GivenReferences.write(session, test.references(), dataset.enrichments(), lake);
    GivenRecords.write(session, test.given(), dataset.definition(), today, context.bronze());
    Verdicts verdicts = new Verdicts();
    try (Replay replay = Replay.open(context, ReplaySettings.DEFAULT, verdicts)) {
      replay.advanceTo(
          context.bronze().reached(), new RequestHandler.Work(line -> {}, () -> false));
    }
    List<Difference> differences = new ArrayList<>();
    test.expect()
        .forEach(
            (where, expected) ->
                difference(where, expected, context, verdicts.rows).ifPresent(differences::add));
    return new DatasetTestResult(dataset.name(), test.name(), verdicts.rows, differences);
  }

  private Optional<Difference> difference(
      String where, Expected expected, DatasetContext context, Accounting rows) {
    if (expected instanceof Expected.Rows list && !list.rows().isEmpty()) {
      return difference(where, list.rows(), table(where, context).read());
    }
    long count = expected instanceof Expected.Count number ? number.rows() : 0;
    long found =
        switch (where) {
          case DatasetTest.SILVER -> rows.good();
          case DatasetTest.DUPLICATES -> rows.duplicate();
          case DatasetTest.QUARANTINE -> rows.quarantined();
          case DatasetTest.FILTERED -> rows.filtered();
          case DatasetTest.LATE -> rows.late();
          default -> table(where, context).read().count();
        };
    return count == found
        ? Optional.empty()
        : Optional.of(
            new Difference(
                where, List.of(LongNode.valueOf(count)), List.of(LongNode.valueOf(found))));
  }

  private static LakeTable table(String where, DatasetContext context) {
    return switch (where) {
      case DatasetTest.SILVER -> context.silverTable();
      case DatasetTest.QUARANTINE -> context.tables().get("quarantine." + context.dataset().name());
      default -> context.goldTable(where);
    };
  }

  private Optional<Difference> difference(
      String where, List<Map<String, JsonNode>> expected, Dataset<Row> table) {
    Set<String> columns = new LinkedHashSet<>();
    expected.forEach(row -> columns.addAll(row.keySet()));
    Dataset<Row> compared =
        table.select(columns.stream().map(DatasetTestRun::column).toArray(Column[]::new));
    ExpectedRows rows =
        ExpectedRows.match(
            expected.stream().map(row -> normal(row, compared)).toList(),
            compared.toJSON().collectAsList().stream().map(row -> found(row, compared)).toList());
    Difference difference = new Difference(where, rows.missing(), rows.surplus());
    return difference.expected().isEmpty() && difference.found().isEmpty()
        ? Optional.empty()
        : Optional.of(difference);
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** An expected row with its times as instants. */
  private ObjectNode normal(Map<String, JsonNode> row, Dataset<Row> table) {
    ObjectNode normal = JSON.createObjectNode();
    normal.setAll(row);
    for (String column : row.keySet()) {
      if (isTime(column, table)) {
        TestTime.at(normal.path(column).asText(), today)
            .ifPresent(at -> normal.put(column, at.toString()));
      }
    }
    return normal;
  }

  /** A row of a table with all its columns, which Spark leaves out when they are null. */
  private static ObjectNode found(String json, Dataset<Row> table) {
    ObjectNode row = JSON.createObjectNode();
    JsonNode values = parse(json);
    for (String column : table.columns()) {
      JsonNode value = values.path(column);
      if (value.isMissingNode()) {
        row.putNull(column);
      } else if (isTime(column, table)) {
        row.put(column, OffsetDateTime.parse(value.asText()).toInstant().toString());
      } else {
        row.set(column, value);
      }
    }
    return row;
  }

  private static boolean isTime(String column, Dataset<Row> table) {
    return table.schema().apply(column).dataType().equals(DataTypes.TimestampType);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds up what silver's commits say. */
  private static final class Verdicts implements Replay.Listener {
    private Accounting rows = Accounting.EMPTY;

    @Override
    public void refined(SilverCommit commit, Reached target) {
      rows = rows.plus(commit.accounting());
    }
  }
}
