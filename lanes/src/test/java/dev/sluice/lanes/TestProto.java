package dev.sluice.lanes;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import dev.sluice.common.definition.InvalidSchema;
import dev.sluice.common.definition.ProtobufMessages;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A Protobuf file of package {@code shop}: its text, its descriptor set, and its events. */
final class TestProto {
  private static final String TIMESTAMP = "google.protobuf.Timestamp";
  private static final Set<String> SCALARS =
      Set.of("string", "bool", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "double");

  private final Map<String, Descriptor> descriptors = new HashMap<>();
  private final StringBuilder text =
      new StringBuilder("syntax = \"proto3\";\npackage shop;\n")
          .append("import \"google/protobuf/timestamp.proto\";\n");
  private final FileDescriptorProto.Builder file =
      FileDescriptorProto.newBuilder()
          .setName("shop.proto")
          .setPackage("shop")
          .setSyntax("proto3")
          .addDependency("google/protobuf/timestamp.proto");

  /** With one more enumeration, its values counted from 0. */
  TestProto enumeration(String name, String... values) {
    EnumDescriptorProto.Builder enumeration = EnumDescriptorProto.newBuilder().setName(name);
    text.append("enum ").append(name).append(" {\n");
    for (int n = 0; n < values.length; n++) {
      text.append("  %s = %d;\n".formatted(values[n], n));
      enumeration.addValue(EnumValueDescriptorProto.newBuilder().setName(values[n]).setNumber(n));
    }
    text.append("}\n");
    file.addEnumType(enumeration);
    return this;
  }

  /**
   * With one more message.
   *
   * @param fields {@code optional string city}, numbered from 1
   */
  TestProto message(String name, String... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    text.append("message ").append(name).append(" {\n");
    for (int n = 0; n < fields.length; n++) {
      text.append("  %s = %d;\n".formatted(fields[n], n + 1));
      add(message, n + 1, fields[n].split(" "));
    }
    text.append("}\n");
    file.addMessageType(message);
    return this;
  }

  private void add(DescriptorProto.Builder message, int number, String[] words) {
    String name = words[words.length - 1];
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder().setName(name).setNumber(number);
    field.setLabel(words[0].equals("repeated") ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
    if (words[0].equals("optional")) {
      field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + name));
    }
    message.addField(typed(field, words[words.length - 2]));
  }

  private FieldDescriptorProto.Builder typed(FieldDescriptorProto.Builder field, String type) {
    if (SCALARS.contains(type)) {
      return field.setType(
          FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
    }
    boolean isEnum = file.getEnumTypeList().stream().anyMatch(e -> e.getName().equals(type));
    return field
        .setType(
            isEnum ? FieldDescriptorProto.Type.TYPE_ENUM : FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(type.equals(TIMESTAMP) ? "." + type : ".shop." + type);
  }

  /** As it would be registered. */
  String text() {
    return text.toString();
  }

  byte[] descriptorSet() {
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  /**
   * A message as bytes, without the position of its type.
   *
   * @param values of its fields; maps are messages, texts may be symbols, longs in place of a
   *     timestamp are milliseconds since 1970
   */
  byte[] bytes(String message, Map<String, Object> values) {
    return build(descriptors.computeIfAbsent(message, this::descriptor), values).toByteArray();
  }

  private Descriptor descriptor(String message) {
    try {
      return ProtobufMessages.message(descriptorSet(), "shop." + message);
    } catch (InvalidSchema e) {
      throw new IllegalStateException(e);
    }
  }

  private static DynamicMessage build(Descriptor type, Map<?, ?> values) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    values.forEach(
        (name, value) -> {
          FieldDescriptor field = type.findFieldByName((String) name);
          if (field.isRepeated()) {
            ((List<?>) value).forEach(each -> message.addRepeatedField(field, value(field, each)));
          } else {
            message.setField(field, value(field, value));
          }
        });
    return message.build();
  }

  private static Object value(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case ENUM -> field.getEnumType().findValueByName((String) value);
      case MESSAGE ->
          value instanceof Long millis
              ? timestamp(millis)
              : build(field.getMessageType(), (Map<?, ?>) value);
      default -> value;
    };
  }

  private static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1_000L))
        .setNanos((int) Math.floorMod(millis, 1_000L) * 1_000_000)
        .build();
  }
}
