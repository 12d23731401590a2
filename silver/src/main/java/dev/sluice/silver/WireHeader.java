package dev.sluice.silver;

/** What Confluent's wire format puts before an event: a zero byte, and a schema id in four. */
final class WireHeader {
  static final int BYTES = 5;

  /** Why a value without one is refused. */
  static final String MISSING = "the value does not begin with a zero byte and a schema id";

  private WireHeader() {}

  static boolean isBefore(byte[] value) {
    return value.length >= BYTES && value[0] == 0;
  }

  static int schemaId(byte[] value) {
    return (value[1] & 0xff) << 24
        | (value[2] & 0xff) << 16
        | (value[3] & 0xff) << 8
        | (value[4] & 0xff);
  }
}
