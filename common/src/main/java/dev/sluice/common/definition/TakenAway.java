package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Protect;
import dev.sluice.common.definition.DatasetDefinition.Select;
import dev.sluice.common.table.SilverTable;
import java.util.List;
import java.util.stream.Stream;

/** What a definition has that another one, with which the dataset goes on, has not. */
public final class TakenAway {
  private TakenAway() {}

  /** Gold tables that nobody would write any more. */
  public static List<String> aggregates(AnalyzedDataset before, AnalyzedDataset after) {
    List<String> kept = names(after);
    return names(before).stream().filter(name -> !kept.contains(name)).toList();
  }

  private static List<String> names(AnalyzedDataset dataset) {
    return dataset.aggregates().stream().map(AnalyzedDataset.AnalyzedAggregate::name).toList();
  }

  /**
   * Fields that are protected and would be in clear: as a column, or among the fields that nobody
   * has declared.
   */
  public static List<String> protection(AnalyzedDataset before, AnalyzedDataset after) {
    return before.definition().silver().protect().stream()
        .map(Protect::field)
        .filter(field -> !isProtected(field, after.definition()))
        .filter(field -> isShown(field, after.definition()))
        .toList();
  }

  /** By its own name or that of an object around it. */
  private static boolean isProtected(String field, DatasetDefinition definition) {
    return definition.silver().protect().stream()
        .map(Protect::field)
        .anyMatch(name -> field.equals(name) || field.startsWith(name + "."));
  }

  private static boolean isShown(String field, DatasetDefinition definition) {
    boolean showsUndeclared =
        definition.schema().evolution() == Evolution.ADDITIVE
            && !isProtected(SilverTable.EXTRA, definition);
    return showsUndeclared || declared(definition).anyMatch(field.split("\\.")[0]::equals);
  }

  private static Stream<String> declared(DatasetDefinition definition) {
    return Stream.concat(
        definition.schema().event().fields().stream().map(EventSchema.Field::name),
        definition.silver().select().stream().map(Select::name));
  }
}
