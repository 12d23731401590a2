package dev.sluice.silver;

import org.apache.spark.unsafe.types.UTF8String;

/** The first characters of a text. */
final class PrefixGuard implements Guard {
  private final int length;

  PrefixGuard(int length) {
    this.length = length;
  }

  @Override
  public Object protect(Object value) {
    byte[] text = ((UTF8String) value).getBytes();
    return UTF8String.fromBytes(text, 0, Characters.offset(text, length));
  }
}
