package dev.sluice.silver;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.sluice.common.table.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The values of a field that have no fields of their own.
 *
 * @param wireType how an event has them
 * @param zero what a field without presence has when an event does not have it
 * @param reader reads one
 */
record ProtobufValue(int wireType, Object zero, Reader reader) {
  private static final long UNSIGNED_INT = 0xffff_ffffL;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Years 1 to 9999, the bounds of google.protobuf.Timestamp. */
  private static final long EARLIEST_SECOND = -62_135_596_800L;

  private static final long LATEST_SECOND = 253_402_300_799L;

  /** Reads one value. */
  interface Reader {
    /** The value, or null once the findings say what is wrong with it. */
    Object read(BinaryInput in) throws Damaged;
  }

  /** Of a field of any type but messages, for which it stands only where they are timestamps. */
  static ProtobufValue of(FieldDescriptor field, Place place) {
    return switch (field.getType()) {
      case BOOL -> varint(false, in -> in.varint() != 0);
      case INT32 -> varint(0L, in -> (long) (int) in.varint());
      case UINT32 -> varint(0L, in -> in.varint() & UNSIGNED_INT);
      case SINT32 -> varint(0L, in -> (long) (int) in.zigzag());
      case INT64 -> varint(0L, BinaryInput::varint);
      case SINT64 -> varint(0L, BinaryInput::zigzag);
      case UINT64 -> varint(0L, in -> unsigned(in.varint(), in, place));
      case SFIXED32 -> four(0L, in -> (long) in.fixedInt());
      case FIXED32 -> four(0L, in -> in.fixedInt() & UNSIGNED_INT);
      case FLOAT -> four(0.0, in -> AvroValues.finite(in.fixedFloat(), in, place));
      case SFIXED64 -> eight(0L, BinaryInput::fixedLong);
      case FIXED64 -> eight(0L, in -> unsigned(in.fixedLong(), in, place));
      case DOUBLE -> eight(0.0, in -> AvroValues.finite(in.fixedDouble(), in, place));
      case STRING ->
          new ProtobufValue(ProtobufWire.LENGTH, UTF8String.EMPTY_UTF8, in -> in.text(in.varint()));
      case ENUM -> enumeration(field, place);
      default -> new ProtobufValue(ProtobufWire.LENGTH, null, in -> timestamp(in, place));
    };
  }

  private static ProtobufValue varint(Object zero, Reader reader) {
    return new ProtobufValue(ProtobufWire.VARINT, zero, reader);
  }

  private static ProtobufValue four(Object zero, Reader reader) {
    return new ProtobufValue(ProtobufWire.FOUR_BYTES, zero, reader);
  }

  private static ProtobufValue eight(Object zero, Reader reader) {
    return new ProtobufValue(ProtobufWire.EIGHT_BYTES, zero, reader);
  }

  /** Silver's integers have a sign. */
  private static Object unsigned(long value, BinaryInput in, Place place) {
    return value >= 0 ? value : outOfRange(in, place);
  }

  private static Object outOfRange(BinaryInput in, Place place) {
    in.findings().add(Reason.OUT_OF_RANGE, place, null);
    return null;
  }

  private static ProtobufValue enumeration(FieldDescriptor field, Place place) {
    Map<Integer, UTF8String> names = new HashMap<>();
    for (EnumValueDescriptor value : field.getEnumType().getValues()) {
      // Of names for one number the first is meant.
      names.putIfAbsent(value.getNumber(), UTF8String.fromString(value.getName()));
    }
    EnumValueDescriptor zero = (EnumValueDescriptor) zeroOf(field);
    return varint(
        zero == null ? null : names.get(zero.getNumber()),
        in -> {
          UTF8String name = names.get((int) in.varint());
          if (name == null) {
            in.findings().add(Reason.UNKNOWN_ENUM, place, null);
          }
          return name;
        });
  }

  private static Object zeroOf(FieldDescriptor field) {
    return field.isRepeated() ? null : field.getDefaultValue();
  }

  /** Microseconds of a google.protobuf.Timestamp; further digits are cut off. */
  private static Object timestamp(BinaryInput in, Place place) throws Damaged {
    int outer = in.enterBounds(in.varint());
    long seconds = 0;
    long nanos = 0;
    while (in.remaining() > 0) {
      int tag = ProtobufWire.tag(in);
      boolean isVarint = ProtobufWire.type(tag) == ProtobufWire.VARINT;
      if (isVarint && ProtobufWire.number(tag) == 1) {
        seconds = in.varint();
      } else if (isVarint && ProtobufWire.number(tag) == 2) {
        nanos = (int) in.varint();
      } else {
        ProtobufWire.skip(in, tag);
      }
    }
    in.leaveBounds(outer);
    boolean isTime =
        seconds >= EARLIEST_SECOND
            && seconds <= LATEST_SECOND
            && nanos >= 0
            && nanos < NANOS_PER_SECOND;
    return isTime
        ? (Object) (TimeUnit.SECONDS.toMicros(seconds) + TimeUnit.NANOSECONDS.toMicros(nanos))
        : outOfRange(in, place);
  }
}
