package dev.sluice.common.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Enrich;
import dev.sluice.common.definition.DatasetDefinition.NamedMeasure;
import dev.sluice.common.definition.DatasetTest.Expected;
import dev.sluice.common.table.GoldTable;
import dev.sluice.common.table.QuarantineTable;
import dev.sluice.common.table.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.spark.sql.types.StructType;

/** Whether the tables have the columns that tests expect values of. */
final class TestsCheck {
  private final DatasetDefinition definition;
  private final Report report;

  TestsCheck(DatasetDefinition definition, Report report) {
    this.definition = definition;
    this.report = report;
  }

  void checkSilver(StructType silver) {
    check(DatasetTest.SILVER, Arrays.asList(silver.fieldNames()));
  }

  /** The rows given of reference tables: of each that the lake would have, and of its columns. */
  void checkReferences() {
    Map<String, Set<String>> columns = new TreeMap<>();
    for (Enrich enrich : definition.silver().enrich()) {
      if (ReferencePlace.isOfLake(enrich.table())) {
        Set<String> known = columns.computeIfAbsent(enrich.table(), table -> new TreeSet<>());
        enrich.on().forEach(key -> known.add(key.reference()));
        enrich.take().forEach(take -> known.add(take.column()));
      }
    }
    for (int test = 0; test < definition.tests().size(); test++) {
      checkReferences("tests[%d]".formatted(test), definition.tests().get(test), columns);
    }
  }

  private void checkReferences(String path, DatasetTest test, Map<String, Set<String>> columns) {
    columns.keySet().stream()
        .filter(table -> !test.references().containsKey(table))
        .forEach(
            table ->
                report.problem(
                    path,
                    "No rows of reference table " + Shown.text(table) + ": " + path,
                    "references: {" + table + ": [...]}"));
    test.references()
        .forEach(
            (table, rows) -> {
              String at = path + ".references." + table;
              if (!columns.containsKey(table)) {
                report.problemAtKey(
                    at,
                    "Not a reference table of the lake: " + Shown.text(table),
                    Optional.of("a file is read as it is"));
                return;
              }
              for (int row = 0; row < rows.size(); row++) {
                checkColumns(at + "[" + row + "]", rows.get(row), columns.get(table));
              }
            });
  }

  /** Quarantine and gold. */
  void checkOthers() {
    check(DatasetTest.QUARANTINE, Arrays.asList(QuarantineTable.SCHEMA.fieldNames()));
    forEachRow(DatasetTest.QUARANTINE, this::checkReason);
    definition.aggregates().forEach(aggregate -> check(aggregate.name(), columns(aggregate)));
  }

  private static List<String> columns(Aggregate aggregate) {
    List<String> columns =
        new ArrayList<>(
            List.of(
                GoldTable.WINDOW_START,
                GoldTable.WINDOW_END,
                GoldTable.LATE_ROWS,
                GoldTable.FINAL));
    columns.addAll(aggregate.groupBy());
    aggregate.measures().stream().map(NamedMeasure::name).forEach(columns::add);
    return columns;
  }

  private void check(String table, List<String> columns) {
    forEachRow(table, (path, row) -> checkColumns(path, row, columns));
  }

  private void checkColumns(String path, Map<String, JsonNode> row, Collection<String> columns) {
    for (String column : row.keySet()) {
      if (!columns.contains(column)) {
        String name = path + "." + column;
        report.problemAtKey(
            name,
            "Unknown column: " + Shown.text(name),
            Optional.of(Nearest.hint(column, columns)));
      }
    }
  }

  private void checkReason(String path, Map<String, JsonNode> row) {
    List<String> reasons = Arrays.stream(Reason.values()).map(Reason::name).toList();
    JsonNode reason = row.get(QuarantineTable.REASON);
    if (reason != null && !reasons.contains(reason.asText())) {
      report.problem(
          path + "." + QuarantineTable.REASON,
          "Unknown reason: " + Shown.text(reason.asText()),
          Nearest.hint(reason.asText(), reasons));
    }
  }

  private void forEachRow(String table, BiConsumer<String, Map<String, JsonNode>> check) {
    List<DatasetTest> tests = definition.tests();
    for (int test = 0; test < tests.size(); test++) {
      if (tests.get(test).expect().get(table) instanceof Expected.Rows expected) {
        for (int row = 0; row < expected.rows().size(); row++) {
          check.accept(
              "tests[%d].expect.%s[%d]".formatted(test, table, row), expected.rows().get(row));
        }
      }
    }
  }
}
