package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.table.Accounting;
import dev.sluice.lanes.DatasetTestResult;
import dev.sluice.lanes.DatasetTestResult.Difference;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what came of the tests of datasets: a line per test, and how failed ones differ. */
final class TestReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestReport() {}

  static void print(DatasetTestResult result, PrintStream out) {
    print(
        "%-7s %s: %s".formatted(result.passed() ? "ok" : "FAILED", result.dataset(), result.test()),
        out);
    if (!result.passed()) {
      result.differences().forEach(difference -> print(difference, out));
      print("        " + where(result.rows()), out);
    }
    out.flush();
  }

  private static void print(Difference difference, PrintStream out) {
    print("        " + difference.where(), out);
    difference.expected().forEach(row -> print("          expected  " + row, out));
    difference.found().forEach(row -> print("          found     " + row, out));
  }

  private static String where(Accounting rows) {
    return "of %d given: %d in silver (%d late), %d duplicates, %d in quarantine%s, %d filtered"
        .formatted(
            rows.read(),
            rows.good(),
            rows.late(),
            rows.duplicate(),
            rows.quarantined(),
            rows.reasons().isEmpty() ? "" : " " + rows.reasons(),
            rows.filtered());
  }

  private static void print(String line, PrintStream out) {
    out.println(Cells.harmless(line));
  }

  static String summary(List<DatasetTestResult> results) {
    return "%d passed, %d failed".formatted(results.size() - failed(results), failed(results));
  }

  static long failed(List<DatasetTestResult> results) {
    return results.stream().filter(result -> !result.passed()).count();
  }

  /** All of it for programs. */
  static Map<String, Object> object(List<DatasetTestResult> results) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("passed", results.size() - failed(results));
    object.put("failed", failed(results));
    object.put("tests", results.stream().map(TestReport::object).toList());
    return object;
  }

  private static Map<String, Object> object(DatasetTestResult result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dataset", result.dataset());
    object.put("test", result.test());
    object.put("passed", result.passed());
    object.put("rows", value(result.rows().toJson()));
    object.put("differences", result.differences().stream().map(TestReport::object).toList());
    return object;
  }

  private static Map<String, Object> object(Difference difference) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("where", difference.where());
    object.put("expected", values(difference.expected()));
    object.put("found", values(difference.found()));
    return object;
  }

  private static List<Object> values(List<JsonNode> nodes) {
    List<Object> values = new ArrayList<>();
    nodes.forEach(node -> values.add(value(node)));
    return values;
  }

  private static Object value(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }
}
