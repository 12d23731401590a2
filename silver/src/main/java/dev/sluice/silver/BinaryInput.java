package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The bytes of a binary event and how far they have been read. Whatever they say of their own
 * lengths is believed only as far as there are bytes.
 */
final class BinaryInput {
  /** Elements that take no bytes, which their number alone must not make many. */
  private static final int MOST_EMPTY_ELEMENTS = 1 << 16;

  /** Where the bits of a varint's tenth byte belong, of which there may be one. */
  private static final int LAST_SHIFT = 63;

  private final DecoderLimits limits;
  private final Findings findings = new Findings();
  private final ExtraFields extra = new ExtraFields();
  private byte[] bytes = {};
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private int at;
  private int limit;
  private int depth;
  private long elements;

  BinaryInput(DecoderLimits limits) {
    this.limits = limits;
  }

  void begin(byte[] value, int from) {
    bytes = value;
    buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    at = from;
    limit = value.length;
    depth = 0;
    elements = 0;
    findings.clear();
    extra.clear();
  }

  /** What is wrong with fields of an event that can be read. */
  Findings findings() {
    return findings;
  }

  /** What the event has beside the dataset's fields. */
  ExtraFields extra() {
    return extra;
  }

  /** Sees to it that few bytes do not become a long text. */
  void checkExtra() throws Damaged {
    if (extra.length() > limits.maxDocumentBytes()) {
      throw new Damaged(
          Reason.LIMIT_EXCEEDED,
          "undeclared fields of more than " + limits.maxDocumentBytes() + " bytes as JSON");
    }
  }

  int remaining() {
    return limit - at;
  }

  /** Lets the input end after so many bytes; {@link #leaveBounds} with the result undoes it. */
  int enterBounds(long count) throws Damaged {
    int start = take(count);
    int outer = limit;
    limit = at;
    at = start;
    return outer;
  }

  void leaveBounds(int outer) {
    limit = outer;
  }

  /** Where the next byte stands in the value. */
  int position() {
    return at;
  }

  byte next() throws Damaged {
    if (at == limit) {
      throw cutOff();
    }
    return bytes[at++];
  }

  /** An unsigned number of seven bits a byte, the low ones first. */
  long varint() throws Damaged {
    long value = 0;
    for (int shift = 0; shift < LAST_SHIFT; shift += 7) {
      byte b = next();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    byte last = next();
    if (last >> (Long.SIZE - LAST_SHIFT) != 0) {
      throw malformed("a number of more than 64 bits");
    }
    return value | (long) last << LAST_SHIFT;
  }

  /** The same for numbers of either sign, small ones being short. */
  long zigzag() throws Damaged {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  int zigzagInt() throws Damaged {
    long value = zigzag();
    if (value != (int) value) {
      throw malformed("a number of more than 32 bits");
    }
    return (int) value;
  }

  float fixedFloat() throws Damaged {
    return buffer.getFloat(take(Float.BYTES));
  }

  double fixedDouble() throws Damaged {
    return buffer.getDouble(take(Double.BYTES));
  }

  int fixedInt() throws Damaged {
    return buffer.getInt(take(Integer.BYTES));
  }

  long fixedLong() throws Damaged {
    return buffer.getLong(take(Long.BYTES));
  }

  /** Walks past so many bytes and gives the position of the first. */
  int take(long count) throws Damaged {
    if (count < 0) {
      throw malformed("a negative length");
    }
    if (count > remaining()) {
      throw cutOff();
    }
    int start = at;
    at += (int) count;
    return start;
  }

  /** The same for bytes that are one value, which may not be too long. */
  int takeValue(long count) throws Damaged {
    if (count > limits.maxStringBytes() && count <= remaining()) {
      throw new Damaged(
          Reason.LIMIT_EXCEEDED,
          "string of more than " + limits.maxStringBytes() + " bytes, at byte " + at);
    }
    return take(count);
  }

  /** A text of so many bytes, which stay where they are. */
  UTF8String text(long count) throws Damaged {
    int start = takeValue(count);
    if (!Utf8.isText(bytes, start, at)) {
      throw new Damaged(Reason.BAD_ENCODING, "invalid text, at byte " + start);
    }
    return UTF8String.fromBytes(bytes, start, (int) count);
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * Takes note of elements that are about to be read. Those of all arrays count together: arrays of
   * empty ones within one another would be few bytes and a great many values.
   *
   * @param count of one block of them
   */
  void checkElements(long count) throws Damaged {
    if (count < 0 || (count > remaining() && count > MOST_EMPTY_ELEMENTS)) {
      throw malformed("an array of more elements than there are bytes");
    }
    elements += count;
    if (elements > (long) MOST_EMPTY_ELEMENTS + bytes.length) {
      throw new Damaged(
          Reason.LIMIT_EXCEEDED, "arrays of more than " + MOST_EMPTY_ELEMENTS + " empty elements");
    }
  }

  /** One record or message within another begins. */
  void enter() throws Damaged {
    depth++;
    if (depth > limits.maxDepth()) {
      throw new Damaged(
          Reason.LIMIT_EXCEEDED, "nesting deeper than " + limits.maxDepth() + ", at byte " + at);
    }
  }

  void leave() {
    depth--;
  }

  Damaged malformed(String what) {
    return new Damaged(Reason.MALFORMED, what + ", at byte " + at);
  }

  private Damaged cutOff() {
    return new Damaged(Reason.MALFORMED, "the event ends before it is complete");
  }
}
