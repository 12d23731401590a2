package dev.sluice.lanes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** The small parts of which Avro's and Protobuf's events are made, right and wrong ones. */
final class WireBytes {
  private WireBytes() {}

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    return join(Arrays.asList(parts));
  }

  static byte[] join(Collection<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** An unsigned number of seven bits a byte, the low ones first. */
  static byte[] varint(long value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return bytes.toByteArray();
  }

  /** The same for numbers of either sign, small ones being short. */
  static byte[] zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  /** A varint that goes on behind its 64th bit. */
  static byte[] overlongVarint() {
    byte[] bytes = new byte[11];
    Arrays.fill(bytes, (byte) 0x80);
    bytes[10] = 1;
    return bytes;
  }

  /** One of ten bytes, of which the last has more than the 64th bit. */
  static byte[] overfullVarint() {
    byte[] bytes = new byte[10];
    Arrays.fill(bytes, (byte) 0x80);
    bytes[9] = 2;
    return bytes;
  }

  static byte[] fixed64(double value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
  }

  static byte[] fixed32(float value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
