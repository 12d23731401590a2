package dev.sluice.common.definition;

import static dev.sluice.common.definition.SchemaProblems.child;

import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads the Avro schema of a dataset: the reader's schema, to which every writer's is resolved. It
 * says which columns there are; what has no column yet is a problem.
 */
final class AvroSchemaReader {
  private static final int MOST_DIGITS = 38;

  private final SchemaProblems problems = new SchemaProblems();
  private final Deque<Schema> open = new ArrayDeque<>();

  private AvroSchemaReader() {}

  /**
   * The event that a schema describes, which must be a record.
   *
   * @param text the schema as JSON
   * @throws InvalidSchema with all problems at once
   */
  static EventSchema read(String text) throws InvalidSchema {
    AvroSchemaReader reader = new AvroSchemaReader();
    List<Field> fields = reader.root(parse(text));
    List<String> problems = reader.problems.all();
    if (!problems.isEmpty()) {
      throw new InvalidSchema(problems);
    }
    return new EventSchema(fields);
  }

  private static Schema parse(String text) throws InvalidSchema {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new InvalidSchema(List.of("(root): not an Avro schema: " + e.getMessage()));
    }
  }

  private List<Field> root(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      problems.add("", "an event is a record, not " + schema.getType().getName());
      return List.of();
    }
    if (schema.getField(SilverTable.EXTRA) != null) {
      FieldNames.refuseExtra("/fields/_extra", problems);
    }
    return fields("", schema);
  }

  private List<Field> fields(String pointer, Schema record) {
    String fieldsPointer = child(pointer, "fields");
    if (record.getFields().isEmpty()) {
      problems.add(pointer, "a record needs fields");
    }
    if (open.contains(record)) {
      problems.add(pointer, "not supported yet: a record within itself: " + record.getFullName());
      return List.of();
    }
    open.push(record);
    List<Field> fields = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      String at = child(fieldsPointer, field.name());
      Optional<Schema> value = value(at, field.schema());
      value
          .flatMap(schema -> type(at, schema))
          .ifPresent(
              type -> fields.add(new Field(field.name(), type, !isNullable(field.schema()))));
    }
    open.pop();
    FieldNames.checkCollisions(
        fieldsPointer, record.getFields().stream().map(Schema.Field::name).toList(), problems);
    return fields;
  }

  private static boolean isNullable(Schema schema) {
    return schema.isUnion() && schema.isNullable();
  }

  /** The one type that a value may have beside null. */
  private Optional<Schema> value(String at, Schema schema) {
    if (!schema.isUnion()) {
      return Optional.of(schema);
    }
    List<Schema> others =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1) {
      problems.add(at, "not supported yet: a union but of null and one other type");
      return Optional.empty();
    }
    return Optional.of(others.get(0));
  }

  private Optional<Type> type(String at, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case BOOLEAN -> Optional.of(new Type.Bool());
      case INT, LONG -> integer(at, schema, logical);
      case FLOAT, DOUBLE -> Optional.of(new Type.Float());
      case STRING -> Optional.of(new Type.Text(List.of()));
      case ENUM -> Optional.of(new Type.Text(schema.getEnumSymbols()));
      case BYTES, FIXED -> decimal(at, schema, logical);
      case RECORD -> Optional.of(new Type.Struct(fields(at, schema)));
      case ARRAY -> array(child(at, "items"), schema.getElementType());
      case MAP, NULL, UNION -> notYet(at, "type " + schema.getType().getName());
    };
  }

  private Optional<Type> integer(String at, Schema schema, LogicalType logical) {
    if (logical == null && schema.getProp(LogicalType.LOGICAL_TYPE_PROP) == null) {
      return Optional.of(new Type.Int());
    } else if (logical instanceof LogicalTypes.Date) {
      return Optional.of(new Type.Date());
    } else if (logical instanceof LogicalTypes.TimestampMillis) {
      return Optional.of(new Type.Timestamp(Type.Timestamp.Clock.MILLIS));
    } else if (logical instanceof LogicalTypes.TimestampMicros) {
      return Optional.of(new Type.Timestamp(Type.Timestamp.Clock.MICROS));
    }
    return notYet(at, "logicalType " + schema.getProp(LogicalType.LOGICAL_TYPE_PROP));
  }

  private Optional<Type> decimal(String at, Schema schema, LogicalType logical) {
    if (!(logical instanceof LogicalTypes.Decimal decimal)) {
      return notYet(at, "type " + schema.getType().getName() + " but for a decimal");
    }
    if (decimal.getPrecision() > MOST_DIGITS) {
      problems.add(at, "a decimal has at most " + MOST_DIGITS + " digits");
      return Optional.empty();
    }
    return Optional.of(
        new Type.Decimal(
            decimal.getPrecision(), decimal.getScale(), Optional.empty(), Optional.empty()));
  }

  private Optional<Type> array(String at, Schema element) {
    return value(at, element)
        .flatMap(schema -> type(at, schema))
        .map(type -> new Type.Array(type, isNullable(element)));
  }

  private Optional<Type> notYet(String at, String what) {
    problems.add(at, "not supported yet: " + what);
    return Optional.empty();
  }
}
