package dev.sluice.silver;

/**
 * Characters of a text's bytes. Bytes that are no UTF-8 count somehow and are never read past:
 * {@code UTF8String.substring} copies what lies behind a text that ends within a character.
 */
final class Characters {
  private Characters() {}

  static int count(byte[] text) {
    int count = 0;
    for (byte b : text) {
      count += isFirst(b) ? 1 : 0;
    }
    return count;
  }

  /** Where the character of a number begins, counted from 0; the end when there are fewer. */
  static int offset(byte[] text, int number) {
    int passed = 0;
    for (int at = 0; at < text.length; at++) {
      if (isFirst(text[at]) && passed++ == number) {
        return at;
      }
    }
    return text.length;
  }

  private static boolean isFirst(byte b) {
    return (b & 0xc0) != 0x80;
  }
}
