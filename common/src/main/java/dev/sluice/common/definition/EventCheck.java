package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Erasure;
import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Schema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type.Timestamp.Clock;
import java.util.List;
import java.util.Optional;

/** Whether the event has the id, the time and the subject that the dataset says it has. */
final class EventCheck {
  private static final String TIME = "schema.eventTime.field";

  private static final String SUBJECT = "erasure.subject";

  private final Schema schema;
  private final Optional<Erasure> erasure;
  private final Report report;

  EventCheck(Schema schema, Optional<Erasure> erasure, Report report) {
    this.schema = schema;
    this.erasure = erasure;
    this.report = report;
  }

  void check() {
    findRequired("schema.eventId", schema.eventId())
        .ifPresent(field -> checkNames("schema.eventId", field));
    findRequired(TIME, schema.eventTime().field()).ifPresent(this::checkTime);
    erasure
        .flatMap(named -> find(SUBJECT, named.subject()))
        .ifPresent(field -> checkNames(SUBJECT, field));
  }

  private Optional<Field> find(String path, String name) {
    if (name.equals(DefinitionReader.Draft.UNREADABLE)) {
      return Optional.empty();
    }
    List<Field> fields = schema.event().fields();
    Optional<Field> found = fields.stream().filter(field -> field.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      report.problem(
          path,
          "Unknown field: " + path + ": " + Shown.text(name),
          Nearest.hint(name, fields.stream().map(Field::name).toList()));
    }
    return found;
  }

  private Optional<Field> findRequired(String path, String name) {
    Optional<Field> found = find(path, name);
    if (found.isPresent() && !found.get().required()) {
      report.problem(
          path,
          "Field is not required: " + path + ": " + name,
          schema.format() instanceof Format.Json
              ? "an event needs it: add it to required in the schema file"
              : "an event needs it: its type in the schema file cannot be a union with null");
    }
    return found;
  }

  private void checkNames(String path, Field field) {
    if (!(field.type() instanceof EventSchema.Type.Text)
        && !(field.type() instanceof EventSchema.Type.Int)) {
      wrongType(path, field, "a string or an integer");
    }
  }

  private void checkTime(Field field) {
    String unit = Names.ignoringCase(schema.eventTime().unit().name());
    Optional<Clock> clock = clock(field);
    if (schema.eventTime().unit() == EventTime.Unit.ISO8601) {
      if (!clock.equals(Optional.of(Clock.TEXT))) {
        wrongType(TIME, field, "a string of format date-time, as unit iso8601");
      }
    } else if (clock.isPresent() && clock.get() != Clock.TEXT) {
      checkClock(field, clock.get(), unit);
    } else if (!(field.type() instanceof EventSchema.Type.Int)) {
      wrongType(TIME, field, "an integer, as unit " + unit);
    }
  }

  /** A schema that says the unit itself has the last word. */
  private void checkClock(Field field, Clock clock, String unit) {
    String own = Names.ignoringCase(clock.name());
    if (!own.equals(unit)) {
      report.problem(
          TIME,
          "Wrong unit: schema.eventTime.unit: " + unit,
          "the schema has " + field.name() + " in " + own);
    }
  }

  private static Optional<Clock> clock(Field field) {
    return field.type() instanceof EventSchema.Type.Timestamp timestamp
        ? Optional.of(timestamp.clock())
        : Optional.empty();
  }

  private void wrongType(String path, Field field, String expected) {
    String type = schema.event().sparkType().apply(field.name()).dataType().simpleString();
    report.problem(
        path, "Wrong type: " + path + ": " + field.name() + " is " + type, "must be " + expected);
  }
}
