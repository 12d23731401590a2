package dev.sluice.silver;

/**
 * Text as Sluice takes it: well-formed UTF-8 (Unicode, table 3-7) without NUL or byte order marks.
 */
final class Utf8 {
  static final int NUL = -1;
  static final int INVALID = -2;
  static final int BYTE_ORDER_MARK = -3;

  /** The bytes end inside a character that was right so far. */
  static final int CUT_OFF = -4;

  private Utf8() {}

  /** Whether all of the bytes are text. */
  static boolean isText(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      if (bytes[at] > 0) {
        at++;
      } else {
        int length = length(bytes, at, end);
        if (length < 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /**
   * The length of the character at a byte that is zero or negative, so no ASCII; or one of the
   * negative numbers above.
   */
  static int length(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead == 0) {
      return NUL;
    }
    if (lead < 0xc2 || lead > 0xf4) {
      return INVALID;
    }
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    for (int i = 1; i < length; i++) {
      if (at + i == end) {
        return CUT_OFF;
      }
      int follower = bytes[at + i] & 0xff;
      int least = i == 1 ? leastSecond(lead) : 0x80;
      int greatest = i == 1 ? greatestSecond(lead) : 0xbf;
      if (follower < least || follower > greatest) {
        return INVALID;
      }
    }
    boolean isMark = lead == 0xef && bytes[at + 1] == (byte) 0xbb && bytes[at + 2] == (byte) 0xbf;
    return isMark ? BYTE_ORDER_MARK : length;
  }

  /** Below it the form would be over-long. */
  private static int leastSecond(int lead) {
    return lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  }

  /** Above it lie surrogates, or what is no Unicode. */
  private static int greatestSecond(int lead) {
    return lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  }
}
