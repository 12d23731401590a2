package dev.sluice.silver;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.DatasetDefinition.Format;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.definition.InvalidSchema;
import dev.sluice.common.definition.ProtobufMessages;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.SchemaAnswer.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * Protobuf: fields are known by their numbers, so every writer's events are read with the dataset's
 * own message. What a registered schema says is which of its messages an event is.
 */
final class ProtobufDialect implements Dialect {
  private static final String TYPE = "PROTOBUF";
  private static final List<Integer> FIRST = List.of(0);

  /** Random bytes that look like paths must not fill the memory. */
  private static final int MOST_PATHS = 1_000;

  private final EventSchema schema;
  private final String eventTime;
  private final Evolution evolution;
  private final DecoderLimits limits;
  private final Map<String, Place> places;
  private final BinaryInput in;
  private final String name;
  private final ProtobufMessage event;

  /**
   * @param eventTime the field whose bounds are those of event times, see {@link TimeBounds}
   */
  ProtobufDialect(
      Format.Protobuf format,
      EventSchema schema,
      String eventTime,
      Evolution evolution,
      DecoderLimits limits) {
    this.schema = schema;
    this.eventTime = eventTime;
    this.evolution = evolution;
    this.limits = limits;
    this.places = BinaryPlaces.of(schema);
    this.in = new BinaryInput(limits);
    Descriptor message = message(format);
    this.name = message.getFullName();
    this.event = compile("", message, schema.fields());
  }

  private static Descriptor message(Format.Protobuf format) {
    try {
      return ProtobufMessages.message(format.descriptorSet(), format.message());
    } catch (InvalidSchema e) {
      throw new IllegalStateException("The definition was read with this schema", e);
    }
  }

  private ProtobufMessage compile(String path, Descriptor descriptor, List<Field> fields) {
    boolean isStrict = evolution == Evolution.STRICT;
    ProtobufMessage message = new ProtobufMessage(isStrict ? places.get(path).undeclared() : null);
    for (int i = 0; i < fields.size(); i++) {
      FieldDescriptor field = descriptor.findFieldByName(fields.get(i).name());
      message.add(field.getNumber(), member(path, i, field, fields.get(i)));
    }
    return message;
  }

  private ProtobufMember member(String path, int ordinal, FieldDescriptor field, Field declared) {
    String at = BinaryPlaces.within(path, declared.name());
    Type type = declared.type() instanceof Type.Array array ? array.element() : declared.type();
    Place place = places.get(field.isRepeated() ? at + "[]" : at);
    boolean isMessage = type instanceof Type.Struct;
    ProtobufValue value = isMessage ? null : ProtobufValue.of(field, place, at.equals(eventTime));
    ProtobufMessage message =
        isMessage
            ? compile(
                field.isRepeated() ? at + "[]" : at,
                field.getMessageType(),
                ((Type.Struct) type).fields())
            : null;
    return new ProtobufMember(
        ordinal,
        ExtraFields.quoted(declared.name()),
        place,
        value,
        message,
        field.isRepeated(),
        declared.required(),
        !field.hasPresence() && !field.isRepeated(),
        others(field));
  }

  private static int[] others(FieldDescriptor field) {
    return field.getRealContainingOneof() == null
        ? new int[0]
        : field.getRealContainingOneof().getFields().stream()
            .filter(other -> !other.equals(field))
            .mapToInt(FieldDescriptor::getIndex)
            .toArray();
  }

  @Override
  public Payload own() {
    return (value, from, decoder) -> read(value, from, decoder, Optional.empty());
  }

  @Override
  public Payload of(Known writer) throws IncompatibleSchema {
    if (!writer.type().equals(TYPE)) {
      throw new IncompatibleSchema("registered as " + writer.type() + ", not " + TYPE);
    }
    Indexes indexes = new Indexes(ProtoOutline.of(writer.text()));
    return (value, from, decoder) -> read(value, from, decoder, Optional.of(indexes));
  }

  private boolean read(byte[] value, int from, RowDecoder decoder, Optional<Indexes> indexes) {
    if (value.length > limits.maxDocumentBytes()) {
      return decoder.refuse(
          Reason.LIMIT_EXCEEDED, "event of more than " + limits.maxDocumentBytes() + " bytes");
    }
    try {
      in.begin(value, from);
      if (indexes.isPresent()) {
        indexes.get().check();
      }
      Object[] values = new Object[schema.fields().size() + 1];
      event.readInto(values, in);
      event.finish(values, in);
      values[schema.fields().size()] = in.extra().value();
      return in.findings().isEmpty()
          ? decoder.accept(new GenericInternalRow(values))
          : decoder.refuse(in.findings().reason(), in.findings().detail());
    } catch (Damaged e) {
      return decoder.refuse(e.reason(), e.getMessage());
    }
  }

  /** Which message of a writer's schema an event is, as it says before its first field. */
  private final class Indexes {
    private final ProtoOutline outline;
    private final Map<List<Integer>, String> names = new HashMap<>();

    Indexes(ProtoOutline outline) {
      this.outline = outline;
    }

    void check() throws Damaged {
      List<Integer> path = path();
      if (names.size() > MOST_PATHS) {
        names.clear();
      }
      String written =
          names.computeIfAbsent(path, unseen -> outline.message(unseen).orElse("no message"));
      if (!written.equals(name)) {
        throw new Damaged(
            Reason.SCHEMA_INCOMPATIBLE,
            "not " + name + " but " + written + " of the writer's schema");
      }
    }

    /** The position of the message among those of its file, or of the message around it. */
    private List<Integer> path() throws Damaged {
      int depth = in.zigzagInt();
      if (depth == 0) {
        return FIRST;
      }
      in.checkElements(depth);
      List<Integer> path = new ArrayList<>();
      for (int i = 0; i < depth; i++) {
        path.add(in.zigzagInt());
      }
      return path;
    }
  }
}
