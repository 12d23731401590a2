package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/**
 * Reads messages of one type by their fields' numbers. A field that comes twice is read as Protobuf
 * has it: the last value counts, messages are merged, repeated ones follow one another.
 */
final class ProtobufMessage {
  /** A value that was there and was none, as the findings say. */
  private static final Object UNREADABLE = new Object();

  private final Map<Integer, ProtobufMember> byNumber = new HashMap<>();
  private final List<ProtobufMember> members = new ArrayList<>();
  private final Place refusedExtra;

  /**
   * @param refusedExtra where to report fields that the dataset does not know; null when there may
   *     be some
   */
  ProtobufMessage(Place refusedExtra) {
    this.refusedExtra = refusedExtra;
  }

  void add(int number, ProtobufMember member) {
    byNumber.put(number, member);
    members.add(member);
  }

  int fields() {
    return members.size();
  }

  /** Reads fields until the input ends; to be {@link #finish finished} when there is no more. */
  void readInto(Object[] values, BinaryInput in) throws Damaged {
    in.enter();
    while (in.remaining() > 0) {
      int tag = ProtobufWire.tag(in);
      ProtobufMember member = byNumber.get(ProtobufWire.number(tag));
      if (member != null) {
        readField(values, member, tag, in);
      } else {
        ProtobufWire.skip(in, tag);
        if (refusedExtra != null) {
          in.findings().add(Reason.UNKNOWN_FIELD, refusedExtra, null);
        }
      }
    }
    in.leave();
  }

  private static void readField(Object[] values, ProtobufMember member, int tag, BinaryInput in)
      throws Damaged {
    int type = ProtobufWire.type(tag);
    if (type == member.wireType()) {
      readValue(values, member, in);
      for (int other : member.others()) {
        values[other] = null;
      }
    } else if (type == ProtobufWire.LENGTH && member.isPackable()) {
      int outer = in.enterBounds(in.varint());
      while (in.remaining() > 0) {
        readValue(values, member, in);
      }
      in.leaveBounds(outer);
    } else {
      in.findings().add(Reason.TYPE_MISMATCH, member.place(), null);
      ProtobufWire.skip(in, tag);
    }
  }

  private static void readValue(Object[] values, ProtobufMember member, BinaryInput in)
      throws Damaged {
    int at = member.ordinal();
    if (member.isRepeated()) {
      Object element =
          member.message() == null
              ? member.value().reader().read(in)
              : member.message().readOne(in);
      list(values, at).add(element);
    } else if (member.message() == null) {
      Object value = member.value().reader().read(in);
      values[at] = value == null ? UNREADABLE : value;
    } else {
      Object[] nested =
          values[at] == null ? new Object[member.message().fields()] : (Object[]) values[at];
      values[at] = nested;
      member.message().readBounded(nested, in);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object[] values, int at) {
    if (values[at] == null) {
      values[at] = new ArrayList<>();
    }
    return (List<Object>) values[at];
  }

  private void readBounded(Object[] values, BinaryInput in) throws Damaged {
    int outer = in.enterBounds(in.varint());
    readInto(values, in);
    in.leaveBounds(outer);
  }

  private GenericInternalRow readOne(BinaryInput in) throws Damaged {
    Object[] values = new Object[members.size()];
    readBounded(values, in);
    finish(values, in.findings());
    return new GenericInternalRow(values);
  }

  /** Makes columns of what was read, and sees to what was not. */
  void finish(Object[] values, Findings findings) {
    for (ProtobufMember member : members) {
      int at = member.ordinal();
      if (member.isRepeated()) {
        values[at] = new GenericArrayData(list(values, at).toArray());
      } else if (values[at] == null) {
        finishMissing(values, member, findings);
      } else if (values[at] == UNREADABLE) {
        values[at] = null;
      } else if (member.message() != null) {
        Object[] nested = (Object[]) values[at];
        member.message().finish(nested, findings);
        values[at] = new GenericInternalRow(nested);
      }
    }
  }

  private static void finishMissing(Object[] values, ProtobufMember member, Findings findings) {
    if (member.hasZero()) {
      values[member.ordinal()] = member.value().zero();
    } else if (member.isDemanded()) {
      findings.add(Reason.MISSING_FIELD, member.place(), null);
    }
  }
}
