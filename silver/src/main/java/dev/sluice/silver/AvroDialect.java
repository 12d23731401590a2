package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.SchemaAnswer.Known;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * Avro: what a writer's schema has written becomes what the dataset's schema says, by Avro's rules
 * of schema resolution. The bytes are read straight into the row's values; no record of Avro's is
 * made on the way.
 */
final class AvroDialect implements Dialect {
  private static final String TYPE = "AVRO";

  private final Schema reader;
  private final EventSchema schema;
  private final String eventTime;
  private final Evolution evolution;
  private final DecoderLimits limits;
  private final Map<String, Place> places;
  private final BinaryInput in;

  /**
   * @param reader the dataset's schema
   * @param eventTime the field whose bounds are those of event times, see {@link TimeBounds}
   */
  AvroDialect(
      String reader,
      EventSchema schema,
      String eventTime,
      Evolution evolution,
      DecoderLimits limits) {
    this.reader = new Schema.Parser().parse(reader);
    this.schema = schema;
    this.eventTime = eventTime;
    this.evolution = evolution;
    this.limits = limits;
    this.places = BinaryPlaces.of(schema);
    this.in = new BinaryInput(limits);
  }

  @Override
  public Payload own() {
    try {
      return payload(reader);
    } catch (IncompatibleSchema e) {
      throw new IllegalStateException("A schema is compatible with itself", e);
    }
  }

  @Override
  public Payload of(Known writer) throws IncompatibleSchema {
    if (!writer.type().equals(TYPE)) {
      throw new IncompatibleSchema("registered as " + writer.type() + ", not " + TYPE);
    }
    if (writer.hasReferences()) {
      throw new IncompatibleSchema("not supported yet: a schema with references to others");
    }
    return payload(parse(writer.text()));
  }

  private static Schema parse(String text) throws IncompatibleSchema {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(text);
    } catch (AvroRuntimeException e) {
      throw new IncompatibleSchema("not an Avro schema");
    }
  }

  private Payload payload(Schema writer) throws IncompatibleSchema {
    AvroRecord event;
    try {
      // As Avro's own reader does before it resolves: the dataset's aliases name the writer's.
      Schema aliased = Schema.applyAliases(writer, reader);
      event =
          new AvroResolver(places, eventTime, evolution)
              .event(Resolver.resolve(aliased, reader), schema);
    } catch (AvroRuntimeException e) {
      throw new IncompatibleSchema(e.getMessage());
    }
    int width = schema.fields().size() + 1;
    return (value, from, decoder) -> read(event, width, value, from, decoder);
  }

  private boolean read(AvroRecord event, int width, byte[] value, int from, RowDecoder decoder) {
    if (value.length > limits.maxDocumentBytes()) {
      return decoder.refuse(
          Reason.LIMIT_EXCEEDED, "event of more than " + limits.maxDocumentBytes() + " bytes");
    }
    try {
      in.begin(value, from);
      Object[] values = event.readFields(in, width);
      if (in.remaining() > 0) {
        return decoder.refuse(
            Reason.MALFORMED, "bytes after the event, at byte " + (value.length - in.remaining()));
      }
      values[width - 1] = in.extra().value();
      return in.findings().isEmpty()
          ? decoder.accept(new GenericInternalRow(values))
          : decoder.refuse(in.findings().reason(), in.findings().detail());
    } catch (Damaged e) {
      return decoder.refuse(e.reason(), e.getMessage());
    }
  }
}
