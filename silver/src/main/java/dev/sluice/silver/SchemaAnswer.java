package dev.sluice.silver;

import java.io.Serializable;

/** What the registry says of a schema id. */
sealed interface SchemaAnswer extends Serializable {
  /**
   * A writer's schema.
   *
   * @param type {@code AVRO}, {@code PROTOBUF}, {@code JSON}
   * @param text as it was registered
   * @param hasReferences whether it needs others to be understood
   */
  record Known(String type, String text, boolean hasReferences) implements SchemaAnswer {}

  /** No schema of this dataset's. */
  record Unknown(String why) implements SchemaAnswer {}

  /** Nothing: it did not answer for as long as silver waits. */
  record Unavailable(String why) implements SchemaAnswer {}
}
