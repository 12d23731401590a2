package dev.sluice.silver;

/** Decodes events of the dataset's own schema with nothing around them. */
final class BareDecoder extends RowDecoder {
  private final Dialect.Payload payload;

  BareDecoder(Dialect.Payload payload) {
    this.payload = payload;
  }

  @Override
  boolean read(byte[] value) {
    return payload.read(value, 0, this);
  }
}
