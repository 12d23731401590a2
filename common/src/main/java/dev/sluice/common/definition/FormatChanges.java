package dev.sluice.common.definition;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * Whether bytes that were written for one schema say the same when they are read with another one:
 * what a registry calls backward compatible.
 */
final class FormatChanges {
  /** Types that the same bytes mean, with more room. */
  private static final Map<Type, Type> WIDER =
      Map.of(Type.INT32, Type.INT64, Type.UINT32, Type.UINT64, Type.SINT32, Type.SINT64);

  private final List<String> refusals = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();

  private FormatChanges() {}

  /** Why not; empty when it is. */
  static List<String> refusals(Format before, Format after) {
    FormatChanges changes = new FormatChanges();
    if (before instanceof Format.Avro old && after instanceof Format.Avro next) {
      changes.avro(old, next);
    } else if (before instanceof Format.Protobuf old && after instanceof Format.Protobuf next) {
      changes.protobuf(old, next);
    } else if (!before.equals(after)) {
      boolean isJson = before instanceof Format.Json && after instanceof Format.Json;
      changes.refusals.add((isJson ? "schema.wire" : "schema.format") + " is changed");
    }
    return changes.refusals;
  }

  private void avro(Format.Avro before, Format.Avro after) {
    if (!before.wire().equals(after.wire())) {
      refusals.add("schema.wire or schema.registry is changed");
    }
    if (before.schema().equals(after.schema())) {
      return;
    }
    if (after.wire() instanceof Wire.Bare) {
      refusals.add(
          "schema.file is changed, but events in wire: bare are read with it alone: those that were"
              + " written with the other one could not be read");
      return;
    }
    SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(
            new Schema.Parser().parse(after.schema()), new Schema.Parser().parse(before.schema()));
    for (Incompatibility incompatibility : compatibility.getResult().getIncompatibilities()) {
      refusals.add(
          "schema.file: %s at %s: %s"
              .formatted(
                  incompatibility.getType(),
                  incompatibility.getLocation(),
                  incompatibility.getMessage()));
    }
  }

  private void protobuf(Format.Protobuf before, Format.Protobuf after) {
    if (!before.wire().equals(after.wire())) {
      refusals.add("schema.wire or schema.registry is changed");
    }
    if (!before.message().equals(after.message())) {
      refusals.add("schema.message is changed");
    } else {
      messages("", message(before), message(after));
    }
  }

  private static Descriptor message(Format.Protobuf format) {
    try {
      return ProtobufMessages.message(format.descriptorSet(), format.message());
    } catch (InvalidSchema e) {
      throw new IllegalStateException("The definition was read with this schema", e);
    }
  }

  private void messages(String path, Descriptor before, Descriptor after) {
    if (!visited.add(path + before.getFullName())) {
      return;
    }
    for (FieldDescriptor field : before.getFields()) {
      field(path + field.getName(), field, after.findFieldByNumber(field.getNumber()));
    }
    for (FieldDescriptor field : after.getFields()) {
      if (field.isRequired() && before.findFieldByNumber(field.getNumber()) == null) {
        refusals.add("field " + path + field.getName() + " is new and required");
      }
    }
  }

  private void field(String at, FieldDescriptor before, FieldDescriptor after) {
    if (after == null || !isLike(before, after)) {
      refusals.add("field " + at + ": number " + before.getNumber() + " means something else");
    } else if (before.getType() == Type.MESSAGE) {
      messages(at + ".", before.getMessageType(), after.getMessageType());
    }
  }

  private static boolean isLike(FieldDescriptor before, FieldDescriptor after) {
    boolean isTypeLike =
        before.getType() == after.getType() || after.getType() == WIDER.get(before.getType());
    return isTypeLike
        && before.getName().equals(after.getName())
        && before.isRepeated() == after.isRepeated()
        && before.hasPresence() == after.hasPresence()
        && oneof(before).equals(oneof(after));
  }

  private static String oneof(FieldDescriptor field) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof == null ? "" : oneof.getName();
  }
}
