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
  private static final long MAX_INT = Integer.MAX_VALUE;
  private static final long UNSIGNED_INT = 0xffff_ffffL;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Reads one value. */
  interface Reader {
    /** The value, or null once the findings say what is wrong with it. */
    Object read(BinaryInput in) throws Damaged;
  }

  /**
   * Of a field of any type but messages, for which it stands only where they are timestamps.
   *
   * @param isEventTime whether the bounds of the time are judged later
   */
  static ProtobufValue of(FieldDescriptor field, Place place, boolean isEventTime) {
    return switch (field.getType()) {
      case BOOL -> varint(false, in -> bool(in.varint(), in, place));
      case INT32 -> varint(0L, in -> within(Integer.MIN_VALUE, in.varint(), MAX_INT, in, place));
      case UINT32 -> varint(0L, in -> within(0, in.varint(), UNSIGNED_INT, in, place));
      case SINT32 -> varint(0L, in -> within(Integer.MIN_VALUE, in.zigzag(), MAX_INT, in, place));
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
      default ->
          new ProtobufValue(ProtobufWire.LENGTH, null, in -> timestamp(in, place, isEventTime));
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

  private static Object bool(long value, BinaryInput in, Place place) {
    return (value & 1) == value ? (Object) (value == 1) : outOfRange(in, place);
  }

  /**
   * A number of 32 bits, where an event has room for 64: another writer's larger one must not
   * become what its lower bits say.
   */
  private static Object within(long least, long value, long greatest, BinaryInput in, Place place) {
    return value >= least && value <= greatest ? (Object) value : outOfRange(in, place);
  }

  /** Silver's integers have a sign. */
  private static Object unsigned(long value, BinaryInput in, Place place) {
    return within(0, value, Long.MAX_VALUE, in, place);
  }

  private static Object outOfRange(BinaryInput in, Place place) {
    in.findings().add(Reason.OUT_OF_RANGE, place, null);
    return null;
  }

  private static ProtobufValue enumeration(FieldDescriptor field, Place place) {
    Map<Long, UTF8String> names = new HashMap<>();
    for (EnumValueDescriptor value : field.getEnumType().getValues()) {
      // Of names for one number the first is meant.
      names.putIfAbsent((long) value.getNumber(), UTF8String.fromString(value.getName()));
    }
    EnumValueDescriptor zero = (EnumValueDescriptor) zeroOf(field);
    return varint(
        zero == null ? null : names.get((long) zero.getNumber()),
        in -> {
          UTF8String name = names.get(in.varint());
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
  private static Object timestamp(BinaryInput in, Place place, boolean isEventTime) throws Damaged {
    int outer = in.enterBounds(in.varint());
    long seconds = 0;
    long nanos = 0;
    boolean isMismatch = false;
    while (in.remaining() > 0) {
      int tag = ProtobufWire.tag(in);
      int number = ProtobufWire.number(tag);
      if (number > 2) {
        ProtobufWire.skip(in, tag);
      } else if (ProtobufWire.type(tag) != ProtobufWire.VARINT) {
        isMismatch = true;
        ProtobufWire.skip(in, tag);
      } else if (number == 1) {
        seconds = in.varint();
      } else {
        nanos = in.varint();
      }
    }
    in.leaveBounds(outer);
    if (isMismatch) {
      in.findings().add(Reason.TYPE_MISMATCH, place, null);
      return null;
    }
    long second = TimeBounds.microsOfSeconds(seconds);
    boolean isTime = isEventTime || TimeBounds.isTime(second);
    return isTime && nanos >= 0 && nanos < NANOS_PER_SECOND
        ? (Object) (second + TimeUnit.NANOSECONDS.toMicros(nanos))
        : outOfRange(in, place);
  }
}
