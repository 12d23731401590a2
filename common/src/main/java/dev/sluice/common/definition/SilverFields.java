package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Select;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;

/**
 * Works out the dataset's own columns of silver from the source's fields and {@code silver.select}.
 */
final class SilverFields {
  private final DatasetDefinition definition;
  private final SqlCheck source;
  private final Report report;
  private final Map<String, Integer> selected = new LinkedHashMap<>();
  private final Set<String> broken = new HashSet<>();
  private boolean complete = true;

  /**
   * @param source over the event's fields and {@code _extra}
   */
  SilverFields(DatasetDefinition definition, SqlCheck source) {
    this.definition = definition;
    this.source = source;
    this.report = source.report();
  }

  /** In silver's order: the source's, then additions as the file has them. */
  List<RowExpression> read() {
    readSelected();
    List<RowExpression> fields = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    for (String name : names()) {
      if (isOurs(name)) {
        checkReplacement(name);
      } else if (isLegal(name, seen)) {
        field(name).ifPresentOrElse(fields::add, () -> broken.add(name));
      }
    }
    return fields;
  }

  /** Columns that silver should have but that could not be analysed. */
  Set<String> broken() {
    return broken;
  }

  /** Whether every column that silver should have has a name. */
  boolean isComplete() {
    return complete;
  }

  private void readSelected() {
    List<Select> select = definition.silver().select();
    for (int index = 0; index < select.size(); index++) {
      String name = select.get(index).name();
      if (name.equals(DefinitionReader.Draft.UNREADABLE)) {
        complete = false;
      } else if (selected.putIfAbsent(name, index) != null) {
        report.problem(selectPath(index), "Selected twice: " + Shown.text(name));
      }
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (EventSchema.Field field : definition.schema().event().fields()) {
      if (!definition.silver().selectOnly() || selected.containsKey(field.name())) {
        names.add(field.name());
      }
    }
    selected.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  /** The id and the time of the event stand among silver's own columns if they bear its names. */
  private boolean isOurs(String name) {
    return isOurs(name, SilverTable.EVENT_ID, definition.schema().eventId())
        || isOurs(name, SilverTable.EVENT_TIME, definition.schema().eventTime().field());
  }

  /** A declared field that the event does not have has been reported, and was perhaps this one. */
  private boolean isOurs(String name, String ours, String declared) {
    return name.equals(ours) && (declared.equals(ours) || !isField(declared));
  }

  private boolean isField(String name) {
    return definition.schema().event().fields().stream()
        .anyMatch(field -> field.name().equals(name));
  }

  private void checkReplacement(String name) {
    Integer index = selected.get(name);
    if (index != null && !isPlainColumn(definition.silver().select().get(index))) {
      report.problem(
          selectPath(index),
          "Cannot replace " + name + ": silver has it as the event does",
          "give the expression another name");
    }
  }

  private static boolean isPlainColumn(Select select) {
    return select.expression().equals(select.name())
        || select.expression().equals(SqlCheck.column(select.name()));
  }

  private boolean isLegal(String name, Map<String, String> seen) {
    String path = path(name);
    String other = seen.put(Names.ignoringCase(name), name);
    if (Names.isSilvers(name)) {
      report.problem(path, "Name is ours: silver's " + Shown.text(name), rename(name));
    } else if (Names.isRefusedByDelta(name)) {
      report.problem(path, "Not a name for a column: " + Shown.text(name), rename(name));
    } else if (other != null) {
      report.problem(
          path, "Names that differ only in case: " + Shown.text(other + ", " + name), rename(name));
    } else {
      return true;
    }
    return false;
  }

  private String rename(String name) {
    return selected.containsKey(name)
        ? "choose another name"
        : "select it under another name, with silver.only";
  }

  private Optional<RowExpression> field(String name) {
    Integer index = selected.get(name);
    String sql =
        index == null
            ? SqlCheck.column(name)
            : definition.silver().select().get(index).expression();
    return source.row(path(name), name, sql).flatMap(this::stored);
  }

  private Optional<RowExpression> stored(RowExpression written) {
    String path = path(written.name());
    if (!StoredType.hasLegalNames(written.type())) {
      report.problem(
          path,
          "Not names for columns: " + Shown.text(written.type().simpleString()),
          "Delta has none of space , ; { } ( ) = in a name, and no two that differ only in case");
      return Optional.empty();
    }
    DataType stored = StoredType.of(written.type());
    if (stored.equals(written.type())) {
      return Optional.of(written);
    }
    // The line break ends a comment that the expression may end with.
    String cast = "cast(" + written.sql() + "\n as " + stored.sql() + ")";
    return source
        .row(path, written.name(), cast)
        .map(wide -> new RowExpression(written.name(), written.sql(), wide.bound()));
  }

  private String path(String name) {
    Integer index = selected.get(name);
    return index == null ? "schema.file" : selectPath(index);
  }

  private static String selectPath(int index) {
    return "silver.select[" + index + "]";
  }
}
