package dev.sluice.silver;

import java.nio.charset.StandardCharsets;

/** How Protobuf says where a field ends. */
final class ProtobufWire {
  static final int VARINT = 0;
  static final int EIGHT_BYTES = 1;
  static final int LENGTH = 2;
  static final int GROUP = 3;
  static final int END_OF_GROUP = 4;
  static final int FOUR_BYTES = 5;

  private static final long LARGEST_TAG = 0xffff_ffffL;
  private static final int TYPE_BITS = 3;

  private ProtobufWire() {}

  /** A field's number and wire type. */
  static int tag(BinaryInput in) throws Damaged {
    long tag = in.varint();
    if (tag < 0 || tag > LARGEST_TAG || tag >>> TYPE_BITS == 0) {
      throw in.malformed("not the number of a field");
    }
    return (int) tag;
  }

  static int number(int tag) {
    return tag >>> TYPE_BITS;
  }

  static int type(int tag) {
    return tag & ((1 << TYPE_BITS) - 1);
  }

  /** Walks past the value of a field. */
  static void skip(BinaryInput in, int tag) throws Damaged {
    switch (type(tag)) {
      case VARINT -> in.varint();
      case EIGHT_BYTES -> in.take(Long.BYTES);
      case LENGTH -> in.take(in.varint());
      case FOUR_BYTES -> in.take(Integer.BYTES);
      case GROUP -> skipGroup(in, number(tag));
      default -> throw in.malformed("not the type of a field");
    }
  }

  /** A value as its type says no more of it: a whole number with a sign, or bytes in Base64. */
  static byte[] json(BinaryInput in, int tag) throws Damaged {
    int start = in.position();
    return switch (type(tag)) {
      case VARINT -> ascii(in.varint());
      case EIGHT_BYTES -> ascii(in.fixedLong());
      case FOUR_BYTES -> ascii(in.fixedInt());
      case LENGTH -> {
        int first = in.take(in.varint());
        yield base64(in, first, in.position());
      }
      default -> {
        skip(in, tag);
        yield base64(in, start, in.position());
      }
    };
  }

  private static byte[] ascii(long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] base64(BinaryInput in, int start, int end) {
    return AvroExtras.base64(in, start, end - start);
  }

  private static void skipGroup(BinaryInput in, int number) throws Damaged {
    in.enter();
    int tag = tag(in);
    while (type(tag) != END_OF_GROUP) {
      skip(in, tag);
      tag = tag(in);
    }
    if (number(tag) != number) {
      throw in.malformed("the end of another group");
    }
    in.leave();
  }
}
