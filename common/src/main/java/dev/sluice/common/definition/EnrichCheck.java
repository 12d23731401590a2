package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Enrich;
import dev.sluice.common.definition.DatasetDefinition.JoinKey;
import dev.sluice.common.definition.DatasetDefinition.Silver;
import dev.sluice.common.definition.DatasetDefinition.Take;
import dev.sluice.common.definition.DefinitionReader.Draft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Analyses {@code silver.enrich}: which columns silver gains, of which types, and by which columns
 * of silver they are looked up. An item may use what those before it have taken.
 */
final class EnrichCheck {
  private final Silver silver;
  private final Report report;
  private final Set<String> broken;
  private final Map<String, String> names = new HashMap<>();
  private StructType columns;
  private boolean complete = true;

  /**
   * @param selected silver's columns before anything is taken
   * @param broken columns that should be there but could not be analysed
   */
  EnrichCheck(Silver silver, StructType selected, Set<String> broken, Report report) {
    this.silver = silver;
    this.columns = selected;
    this.broken = new HashSet<>(broken);
    this.report = report;
    for (String name : selected.fieldNames()) {
      names.put(Names.ignoringCase(name), name);
    }
  }

  /** The items without a problem, in the file's order. */
  List<Enrichment> read() {
    List<Enrichment> enrichments = new ArrayList<>();
    for (int index = 0; index < silver.enrich().size(); index++) {
      new Item(silver.enrich().get(index), "silver.enrich[" + index + "]")
          .read()
          .ifPresent(enrichments::add);
    }
    refuseKeys();
    return enrichments;
  }

  /** Those that silver should have but that could not be analysed, also of what is taken. */
  Set<String> broken() {
    return broken;
  }

  /** Whether every column that is taken has a name. */
  boolean isComplete() {
    return complete;
  }

  /** One event must stay one event when the reference table changes. */
  private void refuseKeys() {
    List<String> key = silver.dedup().map(dedup -> dedup.key()).orElse(List.of());
    for (int index = 0; index < key.size(); index++) {
      String name = key.get(index);
      if (silver.enrich().stream().flatMap(item -> item.take().stream()).anyMatch(named(name))) {
        String at = "silver.dedup.key[" + index + "]";
        report.problem(
            at,
            at + ": " + name + " comes from a reference table, which may change",
            "events are told apart by what they say themselves");
      }
    }
  }

  private static Predicate<Take> named(String name) {
    return take -> take.name().equals(name);
  }

  /** One item. */
  private final class Item {
    private final Enrich item;
    private final String path;
    private final Map<String, DataType> types = new HashMap<>();
    private final boolean isReadable;
    private boolean isWhole;

    Item(Enrich item, String path) {
      this.item = item;
      this.path = path;
      this.isReadable = !item.on().isEmpty() && !item.take().isEmpty();
      this.isWhole = isReadable;
    }

    /** Empty when something is wrong, which has been reported. */
    Optional<Enrichment> read() {
      item.types().forEach(this::declare);
      List<DataType> keys = item.on().stream().map(this::key).toList();
      List<DataType> taken = new ArrayList<>();
      for (int index = 0; index < item.take().size(); index++) {
        taken.add(types.getOrDefault(item.take().get(index).column(), DataTypes.StringType));
        add(item.take().get(index), taken.get(index), path + ".take[" + index + "]");
      }
      return isWhole ? Optional.of(new Enrichment(item, keys, taken)) : Optional.empty();
    }

    private void declare(String column, String sql) {
      String at = path + ".types." + column;
      boolean isUsed =
          item.on().stream().anyMatch(key -> key.reference().equals(column))
              || item.take().stream().anyMatch(take -> take.column().equals(column));
      if (!isUsed && isReadable) {
        problem(at, "Neither in on nor in take: " + Shown.text(column), "leave it out");
      }
      Optional<DataType> type = ReferenceTypes.parse(sql);
      type.ifPresentOrElse(
          known -> types.put(column, known),
          () -> problem(at, "Invalid value for " + at + ": " + Shown.text(sql), HINT));
    }

    /** The type of a key, the same on either side. */
    private DataType key(JoinKey key) {
      Optional<StructField> column =
          new ColumnCheck(columns, broken, report).key(path + ".on", key.column());
      if (column.isEmpty()) {
        isWhole = false;
        return DataTypes.StringType;
      }
      DataType type = column.get().dataType();
      DataType declared = types.computeIfAbsent(key.reference(), undeclared -> type);
      if (!declared.equals(type)) {
        problem(
            path + ".on",
            "Two types in one equation: %s is %s, %s is %s"
                .formatted(
                    key.column(), type.simpleString(), key.reference(), declared.simpleString()),
            "cast it in silver.select, or declare the same type in types");
      }
      return type;
    }

    /** What could not be analysed is broken, so that nothing else is said of its name. */
    private void add(Take take, DataType type, String at) {
      String name = take.name();
      if (name.equals(Draft.UNREADABLE)) {
        complete = false;
        isWhole = false;
        return;
      }
      String other = names.putIfAbsent(Names.ignoringCase(name), name);
      if (Names.isSilvers(name)) {
        problem(at, "Name is ours: silver's " + Shown.text(name), RENAME);
      } else if (Names.isRefusedByDelta(name)) {
        problem(at, "Not a name for a column: " + Shown.text(name), RENAME);
      } else if (other != null) {
        problem(at, "Two columns with one name: " + Shown.text(other + ", " + name), RENAME);
      }
      if (isWhole) {
        columns = columns.add(name, type, true);
      } else if (other == null) {
        broken.add(name);
      }
    }

    private void problem(String at, String message, String hint) {
      report.problem(at, message, hint);
      isWhole = false;
    }
  }

  private static final String HINT =
      "string, boolean, date, timestamp, bigint, double or decimal(p,s)";

  private static final String RENAME = "take it under another name: column as name";
}
