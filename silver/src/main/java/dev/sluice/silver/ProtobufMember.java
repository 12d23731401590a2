package dev.sluice.silver;

/**
 * One field of a message that the dataset knows: a plain value, or a message of its own.
 *
 * @param key its name as JSON
 * @param value how it is read; null for a message
 * @param message how it is read; null for a plain value
 * @param isRepeated whether there may be many
 * @param isDemanded whether an event without it is bad
 * @param hasZero whether an event without it has its type's zero
 * @param others ordinals of the fields that it takes the place of: those of its {@code oneof}
 */
record ProtobufMember(
    int ordinal,
    byte[] key,
    Place place,
    ProtobufValue value,
    ProtobufMessage message,
    boolean isRepeated,
    boolean isDemanded,
    boolean hasZero,
    int[] others) {

  int wireType() {
    return value == null ? ProtobufWire.LENGTH : value.wireType();
  }

  /** Whether many of them may stand behind one number. */
  boolean isPackable() {
    return isRepeated && wireType() != ProtobufWire.LENGTH;
  }
}
