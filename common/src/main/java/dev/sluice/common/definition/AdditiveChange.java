package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Enrich;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.OnMiss;
import dev.sluice.common.definition.DatasetDefinition.Protect;
import dev.sluice.common.definition.DatasetDefinition.Schema;
import dev.sluice.common.definition.DatasetDefinition.Select;
import dev.sluice.common.definition.DatasetDefinition.Silver;
import dev.sluice.common.definition.DatasetDefinition.Take;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.TableColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a definition only adds to the one before, so that lanes can go on with it: every event
 * that could be read still can, every column of silver stays what it is, and nothing is made
 * otherwise than before. What is said about a dataset, its tests and its rules may change.
 */
public final class AdditiveChange {
  private final DatasetDefinition before;
  private final DatasetDefinition after;
  private final List<String> refusals = new ArrayList<>();

  private AdditiveChange(DatasetDefinition before, DatasetDefinition after) {
    this.before = before;
    this.after = after;
  }

  /** Why a definition does more than add; empty when it does not. */
  public static List<String> refusals(AnalyzedDataset before, AnalyzedDataset after) {
    AdditiveChange change = new AdditiveChange(before.definition(), after.definition());
    change.compare();
    change.refusals.addAll(TableColumns.conflicts(before.silverSchema(), after.silverSchema()));
    gone(before.silverSchema().fieldNames(), after.silverSchema().fieldNames())
        .forEach(column -> change.refusals.add("column " + column + " is gone from silver"));
    return change.refusals.stream().distinct().toList();
  }

  private void compare() {
    refuse(before.source().equals(after.source()), "source");
    compareSchemas(before.schema(), after.schema());
    compareSilver(before.silver(), after.silver());
    refuse(before.aggregates().equals(after.aggregates()), "gold");
  }

  private void compareSchemas(Schema old, Schema next) {
    refuse(old.eventId().equals(next.eventId()), "schema.eventId");
    refuse(old.eventTime().equals(next.eventTime()), "schema.eventTime");
    if (old.evolution() == Evolution.ADDITIVE && next.evolution() == Evolution.STRICT) {
      refusals.add("schema.evolution: strict refuses events that were good");
    }
    boolean hasDefaults = !(next.format() instanceof Format.Json);
    refusals.addAll(FieldChanges.refusals(old.event(), next.event(), hasDefaults));
    refusals.addAll(FormatChanges.refusals(old.format(), next.format()));
  }

  private void compareSilver(Silver old, Silver next) {
    refuse(old.where().equals(next.where()), "silver.where");
    refuse(old.selectOnly() == next.selectOnly(), "silver.only");
    refuse(old.dedup().equals(next.dedup()), "silver.dedup");
    refuse(old.late().equals(next.late()), "silver.late");
    refuse(old.breaker().equals(next.breaker()), "silver.breaker");
    compareSelected(old.select(), next.select());
    compareTaken(taken(old), taken(next));
    compareProtected(old.protect(), next.protect());
  }

  private void compareSelected(List<Select> old, List<Select> next) {
    Set<String> known = knownNames();
    old.stream()
        .filter(select -> !next.contains(select))
        .forEach(select -> refusals.add("silver.select: " + select.name() + " is changed or gone"));
    next.stream()
        .filter(select -> !old.contains(select) && known.contains(select.name()))
        .forEach(select -> refusals.add("silver.select: " + select.name() + " is not new"));
  }

  /** How a column is looked up must stay; when the table is read, and what a miss does, may not. */
  private void compareTaken(Map<String, Enrich> old, Map<String, Enrich> next) {
    Set<String> known = knownNames();
    old.forEach(
        (name, enrich) ->
            refuse(enrich.equals(next.get(name)), "silver.enrich: how " + name + " is taken"));
    next.keySet().stream()
        .filter(name -> !old.containsKey(name) && known.contains(name))
        .forEach(name -> refusals.add("silver.enrich: " + name + " is not new"));
  }

  /** What of an item makes a column, by the column. */
  private static Map<String, Enrich> taken(Silver silver) {
    Map<String, Enrich> taken = new LinkedHashMap<>();
    for (Enrich enrich : silver.enrich()) {
      enrich.take().forEach(take -> taken.put(take.name(), only(enrich, take)));
    }
    return taken;
  }

  private static Enrich only(Enrich enrich, Take take) {
    Map<String, String> types = new HashMap<>(enrich.types());
    types
        .keySet()
        .removeIf(
            column ->
                !column.equals(take.column())
                    && enrich.on().stream().noneMatch(key -> key.reference().equals(column)));
    return new Enrich(
        enrich.table(), enrich.on(), List.of(take), types, Duration.ZERO, OnMiss.KEEP);
  }

  /** A field that nobody knew can be protected from its first row on. */
  private void compareProtected(List<Protect> old, List<Protect> next) {
    Set<String> known = knownNames();
    old.stream()
        .filter(protect -> !next.contains(protect))
        .forEach(
            protect -> refusals.add("silver.protect: " + protect.field() + " is changed or gone"));
    next.stream()
        .filter(protect -> !old.contains(protect))
        .filter(protect -> known.contains(root(protect.field())))
        .forEach(
            protect ->
                refusals.add(
                    "silver.protect: "
                        + protect.field()
                        + " is not new: silver has it in clear already"));
  }

  private static String root(String field) {
    int dot = field.indexOf('.');
    return dot < 0 ? field : field.substring(0, dot);
  }

  /** Fields of the event and columns of silver, before. */
  private Set<String> knownNames() {
    return Stream.concat(
            Stream.of(SilverTable.EXTRA),
            Stream.concat(
                before.schema().event().fields().stream().map(EventSchema.Field::name),
                Stream.concat(
                    before.silver().select().stream().map(Select::name),
                    taken(before.silver()).keySet().stream())))
        .collect(Collectors.toSet());
  }

  private static Stream<String> gone(String[] before, String[] after) {
    Set<String> kept = Set.of(after);
    return Stream.of(before).filter(name -> !kept.contains(name));
  }

  private void refuse(boolean isSame, String key) {
    if (!isSame) {
      refusals.add(key + " is changed");
    }
  }
}
