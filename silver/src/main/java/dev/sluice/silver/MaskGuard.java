package dev.sluice.silver;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * Hides the middle of a text behind four stars, however long it is. A text that would show more
 * characters than it hides is hidden whole.
 */
final class MaskGuard implements Guard {
  private static final UTF8String STARS = UTF8String.fromString("****");

  private final int first;
  private final int last;

  MaskGuard(int first, int last) {
    this.first = first;
    this.last = last;
  }

  @Override
  public Object protect(Object value) {
    byte[] text = ((UTF8String) value).getBytes();
    int length = Characters.count(text);
    if (first + last == 0 || length < 2L * (first + last)) {
      return STARS;
    }
    int tail = Characters.offset(text, length - last);
    return UTF8String.concat(
        UTF8String.fromBytes(text, 0, Characters.offset(text, first)),
        STARS,
        UTF8String.fromBytes(text, tail, text.length - tail));
  }
}
