package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type.Timestamp.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtobufSchemaReaderTest {
  private static final Set<String> IDENTITY = Set.of("id", "at");

  @Test
  void everyTypeHasItsColumn() throws InvalidSchema {
    DescriptorProto click =
        message(
            "Click",
            field("id", 1, Type.TYPE_STRING),
            field("at", 2, Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp"),
            field("count", 3, Type.TYPE_UINT32),
            field("score", 4, Type.TYPE_FLOAT),
            field("paid", 5, Type.TYPE_BOOL),
            field("state", 6, Type.TYPE_ENUM).setTypeName(".shop.State"),
            field("place", 7, Type.TYPE_MESSAGE).setTypeName(".shop.Place"),
            field("tags", 8, Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED),
            field("either", 9, Type.TYPE_INT64).setOneofIndex(0));
    EventSchema schema = read(set(click.toBuilder()), "shop.Click");

    EventSchema.Type text = new EventSchema.Type.Text(List.of());
    assertThat(schema.fields())
        .containsExactly(
            new Field("id", text, true),
            new Field("at", new EventSchema.Type.Timestamp(Clock.MICROS), true),
            new Field("count", new EventSchema.Type.Int(), true),
            new Field("score", new EventSchema.Type.Float(), true),
            new Field("paid", new EventSchema.Type.Bool(), true),
            new Field("state", new EventSchema.Type.Text(List.of("NEW", "PAID")), true),
            new Field(
                "place",
                new EventSchema.Type.Struct(List.of(new Field("city", text, true))),
                false),
            new Field("tags", new EventSchema.Type.Array(text), true),
            new Field("either", new EventSchema.Type.Int(), false));
  }

  @Test
  void whatHasNoColumnIsAProblem() {
    DescriptorProto entry =
        message(
                "LabelsEntry",
                field("key", 1, Type.TYPE_STRING),
                field("value", 2, Type.TYPE_STRING))
            .toBuilder()
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .build();
    DescriptorProto click =
        message(
                "Click",
                field("_extra", 1, Type.TYPE_STRING),
                field("blob", 2, Type.TYPE_BYTES),
                field("self", 3, Type.TYPE_MESSAGE).setTypeName(".shop.Click"),
                field("BLOB", 4, Type.TYPE_INT32),
                field("labels", 5, Type.TYPE_MESSAGE)
                    .setTypeName(".shop.Click.LabelsEntry")
                    .setLabel(Label.LABEL_REPEATED),
                field("took", 6, Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Duration"))
            .toBuilder()
            .addNestedType(entry)
            .build();
    assertThat(problems(set(click.toBuilder()), "shop.Click"))
        .containsExactly(
            "/_extra: _extra is where unknown fields are kept; choose another name",
            "/blob: not supported yet: type bytes",
            "/self: not supported yet: a message within itself: shop.Click",
            "/labels: not supported yet: a map",
            "/took: not supported yet: google.protobuf.Duration",
            "/BLOB: is the same column as blob when case is ignored");
  }

  @Test
  void aMessageThatIsNotThereIsAProblem() {
    byte[] set = set(message("Click", field("id", 1, Type.TYPE_STRING)).toBuilder());
    assertThat(problems(set, "shop.Clik"))
        .containsExactly("(root): has no message shop.Clik (did you mean shop.Click?)");
    assertThat(problems(new byte[] {1, 2, 3}, "shop.Click"))
        .containsExactly("(root): not a descriptor set (protoc --descriptor_set_out)");
    byte[] lacking =
        FileDescriptorSet.newBuilder()
            .addFile(
                FileDescriptorProto.newBuilder()
                    .setName("a.proto")
                    .addDependency("b.proto")
                    .build())
            .build()
            .toByteArray();
    assertThat(problems(lacking, "a.A"))
        .containsExactly("(root): imports b.proto, which it lacks (protoc --include_imports)");
  }

  private static List<String> problems(byte[] set, String message) {
    return catchThrowableOfType(InvalidSchema.class, () -> read(set, message)).problems();
  }

  private static EventSchema read(byte[] set, String message) throws InvalidSchema {
    return ProtobufSchemaReader.read(ProtobufMessages.message(set, message), IDENTITY);
  }

  private static byte[] set(DescriptorProto.Builder click) {
    click.addOneofDecl(OneofDescriptorProto.newBuilder().setName("one"));
    if (click.getFieldList().stream().noneMatch(FieldDescriptorProto::hasOneofIndex)) {
      click.clearOneofDecl();
    }
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("shop.proto")
            .setPackage("shop")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addDependency("google/protobuf/duration.proto")
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("State")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("NEW").setNumber(0))
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("PAID").setNumber(1)))
            .addMessageType(message("Place", field("city", 1, Type.TYPE_STRING)))
            .addMessageType(click)
            .build();
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  private static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
    for (FieldDescriptorProto.Builder field : fields) {
      message.addField(field);
    }
    return message.build();
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }
}
