package dev.sluice.silver;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.DatasetDefinition.Wire;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type.Timestamp.Clock;
import dev.sluice.common.definition.InvalidSchema;
import dev.sluice.common.definition.ProtobufMessages;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** The Protobuf event the decoder's tests speak of. */
final class ProtobufEvents {
  /** The same as the descriptor set says, as it would be registered. */
  static final String PROTO =
      """
      syntax = "proto3";
      package shop; // message Comment {
      import "google/protobuf/timestamp.proto";
      enum State { NEW = 0; PAID = 1; }
      message Place { string city = 1; }
      /* message Other { */
      message Order {
        string id = 1;
        google.protobuf.Timestamp at = 2;
        sint64 count = 3;
        double score = 4;
        State state = 5;
        Place place = 6;
        repeated int32 marks = 7;
        repeated Place places = 8;
        oneof either { string text = 9; uint64 number = 10; }
        optional float rate = 11;
      }
      """;

  static final EventSchema EVENT =
      new EventSchema(
          List.of(
              new Field("id", text(), true),
              new Field("at", new EventSchema.Type.Timestamp(Clock.MICROS), true),
              new Field("count", new EventSchema.Type.Int(), true),
              new Field("score", new EventSchema.Type.Float(), true),
              new Field("state", new EventSchema.Type.Text(List.of("NEW", "PAID")), true),
              new Field("place", place(), false),
              new Field("marks", new EventSchema.Type.Array(new EventSchema.Type.Int()), true),
              new Field("places", new EventSchema.Type.Array(place()), true),
              new Field("text", text(), false),
              new Field("number", new EventSchema.Type.Int(), false),
              new Field("rate", new EventSchema.Type.Float(), false)));

  static final byte[] DESCRIPTORS = descriptors();
  static final Descriptor ORDER = message("shop.Order");

  private ProtobufEvents() {}

  private static EventSchema.Type text() {
    return new EventSchema.Type.Text(List.of());
  }

  private static EventSchema.Type place() {
    return new EventSchema.Type.Struct(List.of(new Field("city", text(), true)));
  }

  private static byte[] descriptors() {
    DescriptorProto.Builder order =
        DescriptorProto.newBuilder()
            .setName("Order")
            .addField(field("id", 1, Type.TYPE_STRING))
            .addField(field("at", 2, Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp"))
            .addField(field("count", 3, Type.TYPE_SINT64))
            .addField(field("score", 4, Type.TYPE_DOUBLE))
            .addField(field("state", 5, Type.TYPE_ENUM).setTypeName(".shop.State"))
            .addField(field("place", 6, Type.TYPE_MESSAGE).setTypeName(".shop.Place"))
            .addField(field("marks", 7, Type.TYPE_INT32).setLabel(Label.LABEL_REPEATED))
            .addField(
                field("places", 8, Type.TYPE_MESSAGE)
                    .setTypeName(".shop.Place")
                    .setLabel(Label.LABEL_REPEATED))
            .addField(field("text", 9, Type.TYPE_STRING).setOneofIndex(0))
            .addField(field("number", 10, Type.TYPE_UINT64).setOneofIndex(0))
            .addField(field("rate", 11, Type.TYPE_FLOAT).setOneofIndex(1).setProto3Optional(true))
            .addOneofDecl(OneofDescriptorProto.newBuilder().setName("either"))
            .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_rate"));
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("shop.proto")
            .setPackage("shop")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("State")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("NEW").setNumber(0))
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("PAID").setNumber(1)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Place")
                    .addField(field("city", 1, Type.TYPE_STRING)))
            .addMessageType(order)
            .build();
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  static Descriptor message(String name) {
    try {
      return ProtobufMessages.message(DESCRIPTORS, name);
    } catch (InvalidSchema e) {
      throw new IllegalStateException(e);
    }
  }

  static ProtobufDialect dialect(Evolution evolution) {
    Format.Protobuf format =
        new Format.Protobuf(
            Base64.getEncoder().encodeToString(DESCRIPTORS), "shop.Order", new Wire.Bare());
    return new ProtobufDialect(format, EVENT, "", evolution, DecoderLimits.DEFAULT);
  }

  static RowDecoder bare() {
    return new BareDecoder(dialect(Evolution.ADDITIVE).own());
  }

  /** A decoder for which this text is registered with id 1. */
  static RowDecoder wire(String proto) {
    WireDecoder decoder = new WireDecoder(dialect(Evolution.ADDITIVE));
    decoder.use(new SchemaBook(Map.of(1, new SchemaAnswer.Known("PROTOBUF", proto, false))));
    return decoder;
  }

  static Object value(RowDecoder decoder, String field) {
    for (int i = 0; i < EVENT.fields().size(); i++) {
      if (EVENT.fields().get(i).name().equals(field)) {
        return ((GenericInternalRow) decoder.row()).values()[i];
      }
    }
    throw new IllegalArgumentException(field);
  }
}
