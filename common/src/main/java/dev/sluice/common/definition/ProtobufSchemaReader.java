package dev.sluice.common.definition;

import static dev.sluice.common.definition.SchemaProblems.child;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.SilverTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the Protobuf message of a dataset. It says which columns there are; what has no column yet
 * is a problem.
 */
final class ProtobufSchemaReader {
  private static final String BUILT_IN = "google.protobuf.";

  private final SchemaProblems problems = new SchemaProblems();
  private final Deque<Descriptor> open = new ArrayDeque<>();

  private ProtobufSchemaReader() {}

  /**
   * The event that a message describes.
   *
   * @param identity the fields of the event's id and time, which an event must have
   * @throws InvalidSchema with all problems at once
   */
  static EventSchema read(Descriptor message, Set<String> identity) throws InvalidSchema {
    ProtobufSchemaReader reader = new ProtobufSchemaReader();
    if (message.findFieldByName(SilverTable.EXTRA) != null) {
      FieldNames.refuseExtra("/" + SilverTable.EXTRA, reader.problems);
    }
    List<Field> fields =
        reader.fields("", message).stream().map(field -> demanded(field, identity)).toList();
    List<String> problems = reader.problems.all();
    if (!problems.isEmpty()) {
      throw new InvalidSchema(problems);
    }
    return new EventSchema(fields);
  }

  /** Protobuf cannot say that a message must have a message, such as a timestamp. */
  private static Field demanded(Field field, Set<String> identity) {
    return identity.contains(field.name()) ? new Field(field.name(), field.type(), true) : field;
  }

  private List<Field> fields(String pointer, Descriptor message) {
    if (message.getFields().isEmpty()) {
      problems.add(pointer, "a message needs fields");
    }
    if (open.contains(message)) {
      problems.add(pointer, "not supported yet: a message within itself: " + message.getFullName());
      return List.of();
    }
    open.push(message);
    List<Field> fields = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      type(child(pointer, field.getName()), field)
          .ifPresent(type -> fields.add(new Field(field.getName(), type, isAlwaysThere(field))));
    }
    open.pop();
    FieldNames.checkCollisions(
        pointer, message.getFields().stream().map(FieldDescriptor::getName).toList(), problems);
    return fields;
  }

  /** A field without presence has a value in every message, if only its type's zero. */
  private static boolean isAlwaysThere(FieldDescriptor field) {
    return field.isRequired() || !field.hasPresence();
  }

  private Optional<Type> type(String at, FieldDescriptor field) {
    if (field.isMapField()) {
      return notYet(at, "a map");
    }
    return single(at, field).map(type -> field.isRepeated() ? new Type.Array(type) : type);
  }

  private Optional<Type> single(String at, FieldDescriptor field) {
    return switch (field.getType()) {
      case BOOL -> Optional.of(new Type.Bool());
      case INT32, SINT32, SFIXED32, UINT32, FIXED32, INT64, SINT64, SFIXED64, UINT64, FIXED64 ->
          Optional.of(new Type.Int());
      case FLOAT, DOUBLE -> Optional.of(new Type.Float());
      case STRING -> Optional.of(new Type.Text(List.of()));
      case ENUM ->
          Optional.of(
              new Type.Text(
                  field.getEnumType().getValues().stream()
                      .map(EnumValueDescriptor::getName)
                      .toList()));
      case MESSAGE -> message(at, field.getMessageType());
      case BYTES -> notYet(at, "type bytes");
      case GROUP -> notYet(at, "a group");
    };
  }

  private Optional<Type> message(String at, Descriptor message) {
    if (message.getFullName().equals(Timestamp.getDescriptor().getFullName())) {
      return Optional.of(new Type.Timestamp(Type.Timestamp.Clock.MICROS));
    }
    return message.getFullName().startsWith(BUILT_IN)
        ? notYet(at, message.getFullName())
        : Optional.of(new Type.Struct(fields(at, message)));
  }

  private Optional<Type> notYet(String at, String what) {
    problems.add(at, "not supported yet: " + what);
    return Optional.empty();
  }
}
