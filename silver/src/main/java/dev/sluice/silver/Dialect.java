package dev.sluice.silver;

/** How a binary format makes rows of what a schema has written. */
interface Dialect {
  /** Reads what was written with the dataset's own schema. */
  Payload own();

  /**
   * Reads what was written with a registered schema.
   *
   * @throws IncompatibleSchema when it cannot become the dataset's
   */
  Payload of(SchemaAnswer.Known writer) throws IncompatibleSchema;

  /** Reads events of one writer's schema. */
  interface Payload {
    /**
     * Reads the event that begins at a byte of the value and ends with it; tells the decoder of the
     * row or of the reason why there is none.
     */
    boolean read(byte[] value, int from, RowDecoder decoder);
  }

  /** A writer's schema that cannot become the dataset's; the message says why. */
  final class IncompatibleSchema extends Exception {
    private static final long serialVersionUID = 1L;

    IncompatibleSchema(String why) {
      super(why);
    }
  }
}
