package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Protect;
import dev.sluice.common.definition.ProtectMethod.Drop;
import dev.sluice.common.definition.ProtectMethod.Hmac;
import dev.sluice.common.definition.Protection.Field;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Analyses {@code silver.protect}: each item names a value that silver can protect, and no other
 * column of silver tells what a protected field of the source says, be it made of it or looked up
 * by it.
 */
final class ProtectCheck {
  private final DatasetDefinition definition;
  private final StructType source;
  private final StructType clear;
  private final List<RowExpression> columns;
  private final List<Enrichment> enrichments;
  private final Set<String> broken;
  private final Report report;
  private final List<Field> fields = new ArrayList<>();

  /**
   * @param source the event's fields and {@code _extra}
   * @param clear silver as the rules see it
   * @param columns the columns of it that are made of the source
   * @param enrichments what it has from reference tables
   * @param broken columns that should be there but could not be analysed
   */
  ProtectCheck(
      DatasetDefinition definition,
      StructType source,
      StructType clear,
      List<RowExpression> columns,
      List<Enrichment> enrichments,
      Set<String> broken,
      Report report) {
    this.definition = definition;
    this.source = source;
    this.clear = clear;
    this.columns = columns;
    this.enrichments = enrichments;
    this.broken = broken;
    this.report = report;
  }

  /** What is protected; keys are still to come. */
  List<Field> read() {
    List<Protect> protect = definition.silver().protect();
    for (int index = 0; index < protect.size(); index++) {
      Protect item = protect.get(index);
      if (!item.field().equals(DefinitionReader.Draft.UNREADABLE)) {
        field(item, "silver.protect[" + index + "].field").ifPresent(fields::add);
      }
    }
    refuseLeaks();
    refuseKeys();
    addEventId();
    refuseLookups();
    return fields;
  }

  private Optional<Field> field(Protect item, String at) {
    List<String> path = path(item.field());
    String name = path.get(0);
    if (broken.contains(name)) {
      return Optional.empty();
    }
    boolean isOwn = find(name).isPresent() || isTaken(name);
    boolean isSource = contains(source, name);
    Field field = new Field(path, item.method());
    if (!isOwn && !isSource) {
      return unknown(at, item.field(), name);
    }
    return isAllowed(field, at, isSource) && hasValue(field, at) ? Optional.of(field) : none();
  }

  /** A name may have a dot; otherwise dots lead into structs. */
  private List<String> path(String field) {
    return contains(source, field) || contains(clear, field)
        ? List.of(field)
        : List.of(field.split("\\.", -1));
  }

  private Optional<Field> unknown(String at, String field, String name) {
    List<String> known = new ArrayList<>(List.of(source.fieldNames()));
    Stream.concat(columns.stream().map(RowExpression::name), taken())
        .filter(n -> !known.contains(n))
        .forEach(known::add);
    report.problem(
        at, "Unknown field: " + at + ": " + Shown.text(field), Nearest.hint(name, known));
    return none();
  }

  /** What silver needs of the event stays as it must be. */
  private boolean isAllowed(Field field, String at, boolean isSource) {
    String name = field.column();
    boolean isDrop = field.method() instanceof Drop;
    if (isSource && name.equals(definition.schema().eventTime().field())) {
      report.problem(
          at,
          "Cannot protect " + name + ": it is the event time, which silver has as event_time",
          "windows and lateness need it");
    } else if (isSource
        && name.equals(definition.schema().eventId())
        && !(field.method() instanceof Hmac)) {
      report.problem(
          at,
          "Cannot protect " + name + " so: it is the event id, by which events are told apart",
          "as: hmac keeps them apart");
    } else if (name.equals(SilverTable.EXTRA) && !isDrop) {
      report.problem(at, "Cannot protect _extra so: it holds fields of any kind", "as: drop");
    } else if (overlaps(field)) {
      report.problem(at, "Protected twice: " + at + ": " + String.join(".", field.path()));
    } else {
      return true;
    }
    return false;
  }

  private boolean overlaps(Field field) {
    return fields.stream().anyMatch(other -> FieldReads.overlap(other.path(), field.path()));
  }

  /** Whether there is such a value, of a type that the method takes. */
  private boolean hasValue(Field field, String at) {
    boolean isInSilver = contains(clear, field.column());
    if (!isInSilver && !(field.method() instanceof Drop)) {
      report.problem(
          at,
          "Nothing to protect: silver has no column " + field.column(),
          "as: drop keeps it, and all that is made of it, out of silver");
      return false;
    }
    if (field.path().size() > 1 && isInSilver && !isPlain(field.column())) {
      report.problem(
          at,
          "Cannot protect a part of " + field.column() + ": silver.select makes it",
          "protect all of it");
      return false;
    }
    Optional<DataType> type = ProtectTypes.find(isInSilver ? clear : source, field.path());
    Optional<String> problem =
        type.map(found -> ProtectTypes.problem(found, field.method()))
            .orElse(Optional.of("there is no such field"));
    problem.ifPresent(why -> report.problem(at, at + ": " + why));
    return problem.isEmpty() && leavesSomething(field, at);
  }

  private boolean leavesSomething(Field field, String at) {
    List<Field> all = new ArrayList<>(fields);
    all.add(field);
    boolean isEmpty = ProtectTypes.hasEmptyStruct(new Protection(clear, all, List.of()).silver());
    if (isEmpty) {
      report.problem(at, at + ": nothing is left of " + field.column(), "drop all of it");
    }
    return !isEmpty;
  }

  /** The columns that an expression makes of a protected field must be protected themselves. */
  private void refuseLeaks() {
    for (RowExpression column : columns) {
      List<List<String>> reads = FieldReads.of(column.bound(), source);
      for (Field secret : fields) {
        boolean isRead = reads.stream().anyMatch(read -> FieldReads.overlap(read, secret.path()));
        if (contains(source, secret.column()) && isRead && !isCovered(column, secret)) {
          String name = String.join(".", secret.path());
          report.problem(
              selectPath(column.name()),
              column.name() + " is made of " + name + ", which silver.protect protects",
              "protect " + column.name() + " too, or leave it out");
        }
      }
    }
  }

  /** What is looked up by a protected value tells something of it. */
  private void refuseLookups() {
    for (Enrichment enrichment : enrichments) {
      Optional<String> secret = enrichment.keys().stream().filter(this::isProtected).findFirst();
      for (StructField column : enrichment.columns()) {
        if (secret.isPresent() && !isProtected(column.name())) {
          report.problem(
              "silver.enrich["
                  + definition.silver().enrich().indexOf(enrichment.definition())
                  + "]",
              column.name()
                  + " is looked up by "
                  + secret.get()
                  + ", which silver.protect protects",
              "protect " + column.name() + " too, or leave it out");
        }
      }
    }
  }

  private boolean isProtected(String column) {
    return fields.stream().anyMatch(field -> field.column().equals(column));
  }

  private boolean isCovered(RowExpression column, Field secret) {
    boolean isWhole =
        fields.stream().anyMatch(field -> field.path().equals(List.of(column.name())));
    return isWhole || (column.name().equals(secret.column()) && isPlain(column.name()));
  }

  /** Whether a column of silver is the source's field of its name. */
  private boolean isPlain(String name) {
    return find(name)
        .map(column -> FieldReads.isField(column.bound(), source, name))
        .orElse(contains(source, name));
  }

  /** Values that different events may share cannot tell events apart. */
  private void refuseKeys() {
    List<String> key = definition.silver().dedup().map(dedup -> dedup.key()).orElse(List.of());
    for (int index = 0; index < key.size(); index++) {
      String name = key.get(index);
      String at = "silver.dedup.key[" + index + "]";
      fields.stream()
          .filter(field -> field.path().equals(List.of(name)))
          .filter(field -> !(field.method() instanceof Hmac || field.method() instanceof Drop))
          .forEach(
              field ->
                  report.problem(
                      at,
                      at + ": " + name + " is protected so that different events look the same",
                      "as: hmac keeps them apart"));
    }
  }

  /** Silver has the id a second time, as {@code event_id}. */
  private void addEventId() {
    String id = definition.schema().eventId();
    boolean isProtected = fields.stream().anyMatch(field -> field.path().equals(List.of(id)));
    if (isProtected && !id.equals(SilverTable.EVENT_ID)) {
      fields.add(new Field(List.of(SilverTable.EVENT_ID), new Hmac()));
    }
  }

  private String selectPath(String column) {
    for (int index = 0; index < definition.silver().select().size(); index++) {
      if (definition.silver().select().get(index).name().equals(column)) {
        return "silver.select[" + index + "]";
      }
    }
    return "silver.protect";
  }

  private Optional<RowExpression> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private boolean isTaken(String name) {
    return taken().anyMatch(name::equals);
  }

  private Stream<String> taken() {
    return enrichments.stream()
        .flatMap(enrichment -> enrichment.columns().stream())
        .map(StructField::name);
  }

  private static boolean contains(StructType type, String name) {
    return Arrays.asList(type.fieldNames()).contains(name);
  }

  private static Optional<Field> none() {
    return Optional.empty();
  }
}
