package dev.sluice.lanes;

import static dev.sluice.lanes.WireBytes.bytes;
import static dev.sluice.lanes.WireBytes.join;
import static dev.sluice.lanes.WireBytes.utf8;

import java.util.List;
import java.util.Random;

/** Bytes that are no text as silver takes it. */
final class BadTexts {
  private static final List<byte[]> PARTS =
      List.of(
          bytes(0),
          bytes(0xc3),
          bytes(0xf8),
          bytes(0xff),
          // Over-long, a surrogate, behind the last character, a byte order mark.
          bytes(0xc0, 0x80),
          bytes(0xed, 0xa0, 0x80),
          bytes(0xf4, 0x90, 0x80, 0x80),
          bytes(0xef, 0xbb, 0xbf));

  private BadTexts() {}

  /** With text around it. */
  static byte[] any(Random random) {
    byte[] part = PARTS.get(random.nextInt(PARTS.size()));
    return join(utf8(Poison.MARKER + random.nextInt(100)), part, utf8("x"));
  }
}
