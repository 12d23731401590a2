package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Room for the values of one message, and for what it has beside them. */
  private Object[] begin() {
    return new Object[members.size() + 1];
  }

  /**
   * Reads fields until the input ends; to be {@link #finish finished} when there is no more.
   *
   * @param values of the members, and one more for {@link ProtobufExtras}
   */
  void readInto(Object[] values, BinaryInput in) throws Damaged {
    in.enter();
    while (in.remaining() > 0) {
      int tag = ProtobufWire.tag(in);
      ProtobufMember member = byNumber.get(ProtobufWire.number(tag));
      if (member != null) {
        readField(values, member, tag, in);
      } else {
        extras(values).keep(tag, in);
        if (refusedExtra != null) {
          in.findings().add(Reason.UNKNOWN_FIELD, refusedExtra, null);
        }
      }
    }
    in.leave();
  }

  private ProtobufExtras extras(Object[] values) {
    int at = members.size();
    if (values[at] == null) {
      values[at] = new ProtobufExtras();
    }
    return (ProtobufExtras) values[at];
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
      Object[] nested = values[at] == null ? member.message().begin() : (Object[]) values[at];
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

  /** To be finished with the message around it. */
  private Object[] readOne(BinaryInput in) throws Damaged {
    Object[] values = begin();
    readBounded(values, in);
    return values;
  }

  /**
   * Makes columns of what was read, sees to what was not, and keeps what the dataset does not know
   * among the extra fields.
   */
  void finish(Object[] values, BinaryInput in) throws Damaged {
    int mark = in.extra().length();
    in.extra().open('{');
    for (ProtobufMember member : members) {
      int at = member.ordinal();
      if (member.isRepeated()) {
        values[at] = new GenericArrayData(finishList(list(values, at), member, in));
      } else if (values[at] == null) {
        finishMissing(values, member, in.findings());
      } else if (values[at] == UNREADABLE) {
        values[at] = null;
      } else if (member.message() != null) {
        int before = in.extra().beginDeclared(member.key());
        values[at] = member.message().row((Object[]) values[at], in);
        in.extra().endDeclared(before);
      }
    }
    if (values[members.size()] instanceof ProtobufExtras extras) {
      extras.appendTo(in);
      values[members.size()] = null;
    }
    in.extra().closeOrRollBack(mark);
  }

  private static Object[] finishList(List<Object> list, ProtobufMember member, BinaryInput in)
      throws Damaged {
    Object[] elements = list.toArray();
    if (member.message() != null) {
      int before = in.extra().beginDeclared(member.key());
      ExtraFields.Elements extra = in.extra().openElements();
      for (int i = 0; i < elements.length; i++) {
        extra.begin();
        elements[i] = member.message().row((Object[]) elements[i], in);
        extra.end();
      }
      extra.close();
      in.extra().endDeclared(before);
      in.checkExtra();
    }
    return elements;
  }

  private GenericInternalRow row(Object[] values, BinaryInput in) throws Damaged {
    finish(values, in);
    return new GenericInternalRow(Arrays.copyOf(values, members.size()));
  }

  private static void finishMissing(Object[] values, ProtobufMember member, Findings findings) {
    if (member.hasZero()) {
      values[member.ordinal()] = member.value().zero();
    } else if (member.isDemanded()) {
      findings.add(Reason.MISSING_FIELD, member.place(), null);
    }
  }
}
