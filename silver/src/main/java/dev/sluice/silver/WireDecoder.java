package dev.sluice.silver;

import dev.sluice.common.table.Reason;
import dev.sluice.silver.Dialect.IncompatibleSchema;
import dev.sluice.silver.Dialect.Payload;
import dev.sluice.silver.SchemaAnswer.Known;
import dev.sluice.silver.SchemaAnswer.Unavailable;
import dev.sluice.silver.SchemaAnswer.Unknown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decodes events in Confluent's wire format, each with the schema that wrote it: a zero byte, the
 * schema's id in four bytes, the event. An event whose schema nobody has asked for yet is noted;
 * the driver asks and has the batch judged again.
 */
final class WireDecoder extends RowDecoder {
  private final Dialect dialect;
  private final Map<Integer, Writer> writers = new HashMap<>();
  private final Set<Integer> missing = new HashSet<>();
  private SchemaBook book = SchemaBook.EMPTY;

  /** What a schema's events are read with, or why they are not. */
  private record Writer(Payload payload, String incompatible) {}

  WireDecoder(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  void use(SchemaBook newest) {
    book = newest;
    missing.clear();
  }

  @Override
  Set<Integer> missingSchemas() {
    return Set.copyOf(missing);
  }

  @Override
  boolean read(byte[] value) {
    if (!WireHeader.isBefore(value)) {
      return refuse(Reason.SCHEMA_UNKNOWN, WireHeader.MISSING);
    }
    int id = WireHeader.schemaId(value);
    SchemaAnswer answer = book.answer(id);
    if (answer instanceof Known known) {
      return read(value, id, known);
    } else if (answer instanceof Unknown unknown) {
      return refuse(Reason.SCHEMA_UNKNOWN, "schema id " + id + ": " + unknown.why());
    } else if (answer instanceof Unavailable unavailable) {
      return refuse(Reason.SCHEMA_UNAVAILABLE, "schema id " + id + ": " + unavailable.why());
    }
    missing.add(id);
    return refuse(Reason.SCHEMA_UNAVAILABLE, "schema id " + id + ": not asked for yet");
  }

  private boolean read(byte[] value, int id, Known known) {
    Writer writer = writers.computeIfAbsent(id, unseen -> writer(known));
    return writer.payload() == null
        ? refuse(Reason.SCHEMA_INCOMPATIBLE, "schema id " + id + ": " + writer.incompatible())
        : writer.payload().read(value, WireHeader.BYTES, this);
  }

  private Writer writer(Known known) {
    try {
      return new Writer(dialect.of(known), null);
    } catch (IncompatibleSchema e) {
      return new Writer(null, e.getMessage());
    }
  }
}
