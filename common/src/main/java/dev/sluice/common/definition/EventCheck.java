package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.EventTime;
import dev.sluice.common.definition.DatasetDefinition.Schema;
import dev.sluice.common.definition.EventSchema.Field;
import java.util.List;
import java.util.Optional;

/** Whether the event has the id and the time that the dataset says it has. */
final class EventCheck {
  private final Schema schema;
  private final Report report;

  EventCheck(Schema schema, Report report) {
    this.schema = schema;
    this.report = report;
  }

  void check() {
    find("schema.eventId", schema.eventId()).ifPresent(this::checkId);
    find("schema.eventTime.field", schema.eventTime().field()).ifPresent(this::checkTime);
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
    } else if (!found.get().required()) {
      report.problem(
          path,
          "Field is not required: " + path + ": " + name,
          "an event needs it: add it to required in the schema file");
    }
    return found;
  }

  private void checkId(Field field) {
    if (!(field.type() instanceof EventSchema.Type.Text)
        && !(field.type() instanceof EventSchema.Type.Int)) {
      wrongType("schema.eventId", field, "a string or an integer");
    }
  }

  private void checkTime(Field field) {
    boolean isText = schema.eventTime().unit() == EventTime.Unit.ISO8601;
    if (isText && !(field.type() instanceof EventSchema.Type.Timestamp)) {
      wrongType("schema.eventTime.field", field, "a string of format date-time, as unit iso8601");
    } else if (!isText && !(field.type() instanceof EventSchema.Type.Int)) {
      wrongType(
          "schema.eventTime.field",
          field,
          "an integer, as unit " + Names.ignoringCase(schema.eventTime().unit().name()));
    }
  }

  private void wrongType(String path, Field field, String expected) {
    String type = schema.event().sparkType().apply(field.name()).dataType().simpleString();
    report.problem(
        path, "Wrong type: " + path + ": " + field.name() + " is " + type, "must be " + expected);
  }
}
