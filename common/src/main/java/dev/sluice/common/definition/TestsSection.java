package dev.sluice.common.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetTest.Expected;
import dev.sluice.common.definition.DatasetTest.Given;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code tests}. */
final class TestsSection {
  private static final String RAW = "raw";
  private static final String ADVANCE = "advance";
  private static final String ARRIVES = "arrives";

  /** Verdicts that leave no row behind, or none of their own. */
  private static final Set<String> COUNTS =
      Set.of(DatasetTest.DUPLICATES, DatasetTest.FILTERED, DatasetTest.LATE);

  private final Set<String> tables = new TreeSet<>();
  private final Report report;

  private TestsSection(List<Aggregate> aggregates, Report report) {
    this.report = report;
    tables.addAll(List.of(DatasetTest.SILVER, DatasetTest.QUARANTINE));
    aggregates.stream().map(Aggregate::name).filter(name -> !name.isEmpty()).forEach(tables::add);
  }

  static List<DatasetTest> read(
      YamlNode node, Format format, List<Aggregate> aggregates, Report report) {
    if (!(format instanceof Format.Json)) {
      report.problemAtKey(
          node.path(),
          "not supported yet: tests of events that are not JSON",
          Optional.of("leave tests out"));
      return List.of();
    }
    TestsSection section = new TestsSection(aggregates, report);
    List<DatasetTest> tests = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    node.items().forEach(item -> tests.add(section.test(item, names)));
    return tests;
  }

  private DatasetTest test(YamlNode node, Set<String> names) {
    YamlObject test = node.object(DatasetKeys.TEST);
    Optional<String> name = test.text("name");
    if (name.isPresent() && !names.add(name.get())) {
      test.get("name").get().problem("Named twice: " + Shown.text(name.get()));
    }
    List<Given> given = new ArrayList<>();
    test.get("given")
        .ifPresent(list -> list.items().forEach(item -> given(item).ifPresent(given::add)));
    if (!given.isEmpty() && given.stream().allMatch(Given.Advance.class::isInstance)) {
      test.get("given").get().problem("Nothing arrives: " + node.path() + ".given");
    }
    return new DatasetTest(
        name.orElse(DefinitionReader.Draft.UNREADABLE),
        test.get("references").map(TestsSection::references).orElse(Map.of()),
        given,
        test.get("expect").map(this::expect).orElse(Map.of()));
  }

  private static Map<String, List<Map<String, JsonNode>>> references(YamlNode node) {
    Map<String, List<Map<String, JsonNode>>> references = new LinkedHashMap<>();
    node.entries()
        .forEach(
            (table, rows) ->
                references.put(
                    table, rows.elements().stream().map(row -> fields(row.entries())).toList()));
    return references;
  }

  private Optional<Given> given(YamlNode item) {
    Map<String, YamlNode> entries = item.entries();
    if (entries.containsKey(ADVANCE)) {
      checkKeys(item, DatasetKeys.ADVANCE, entries);
      return entries.get(ADVANCE).duration().map(Given.Advance::new);
    }
    Optional<String> arrives = Optional.ofNullable(entries.get(ARRIVES)).flatMap(this::time);
    if (entries.containsKey(RAW)) {
      checkKeys(item, DatasetKeys.RAW, entries);
      return raw(entries.get(RAW)).map(text -> new Given.Raw(text, arrives));
    }
    if (item.isMapping() && Set.of(ARRIVES).containsAll(entries.keySet())) {
      item.problem("Empty event: " + item.path(), "write its fields, or raw: \"{}\"");
    }
    Map<String, JsonNode> fields = fields(entries);
    fields.remove(ARRIVES);
    return Optional.of(new Given.Event(fields, arrives));
  }

  /** The text of a record's value; nothing in it for a record without one. */
  private static Optional<Optional<String>> raw(YamlNode node) {
    return YamlJson.of(node)
        .flatMap(
            value -> {
              if (!value.isNull() && !value.isTextual()) {
                node.expected("a text, or null for a record without a value,");
                return Optional.empty();
              }
              return Optional.of(Optional.ofNullable(value.textValue()));
            });
  }

  private Optional<String> time(YamlNode node) {
    Optional<String> text = node.text();
    if (text.isPresent() && TestTime.at(text.get(), LocalDate.EPOCH).isEmpty()) {
      node.invalid(TestTime.HINT);
      return Optional.empty();
    }
    return text;
  }

  private void checkKeys(YamlNode node, Keys keys, Map<String, YamlNode> entries) {
    new KeyCheck(keys, report, node.path()).check(entries);
  }

  private static Map<String, JsonNode> fields(Map<String, YamlNode> entries) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    entries.forEach((name, value) -> YamlJson.of(value).ifPresent(json -> fields.put(name, json)));
    return fields;
  }

  private Map<String, Expected> expect(YamlNode node) {
    Map<String, YamlNode> entries = node.entries();
    if (node.isMapping() && entries.isEmpty()) {
      node.problem("Nothing expected: " + node.path(), "such as {silver: 1}");
    }
    Map<String, Expected> expect = new LinkedHashMap<>();
    entries.forEach(
        (name, value) -> expected(name, value).ifPresent(expected -> expect.put(name, expected)));
    return expect;
  }

  private Optional<Expected> expected(String name, YamlNode value) {
    if (COUNTS.contains(name)) {
      return value.number().map(Expected.Count::new);
    } else if (tables.contains(name)) {
      return value.isList() ? rows(value) : value.number().map(Expected.Count::new);
    }
    Set<String> known = new TreeSet<>(tables);
    known.addAll(COUNTS);
    report.problemAtKey(
        value.path(),
        "Unknown key: " + Shown.text(value.path()),
        Optional.of(Nearest.hint(name, known)));
    return Optional.empty();
  }

  private static Optional<Expected> rows(YamlNode list) {
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    for (YamlNode row : list.elements()) {
      Map<String, YamlNode> columns = row.entries();
      if (columns.isEmpty() && row.isMapping()) {
        row.problem("Empty row: " + row.path(), "name a column, or how many rows instead");
      }
      rows.add(fields(columns));
    }
    return Optional.of(new Expected.Rows(rows));
  }
}
