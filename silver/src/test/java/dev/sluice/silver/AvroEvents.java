package dev.sluice.silver;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.definition.EventSchema.Type.Timestamp.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** The Avro event the decoder's tests speak of, with a field of every type. */
final class AvroEvents {
  static final String READER =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "string"},
        {"name": "count", "type": "long", "default": 7},
        {"name": "score", "type": ["null", "double"], "default": null},
        {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}],
         "default": null},
        {"name": "paid", "type": "boolean", "default": false},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}, "default": "NEW"},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}, "default": 0},
        {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
        {"name": "address", "type": ["null", {"type": "record", "name": "Address", "fields": [
          {"name": "city", "type": "string"}, {"name": "floor", "type": ["null", "int"], "default": null}]}],
         "default": null},
        {"name": "tags", "type": {"type": "array", "items": ["null", "string"]}, "default": []}]}
      """;

  static final EventSchema EVENT =
      new EventSchema(
          List.of(
              new Field("id", new Type.Text(List.of()), true),
              new Field("count", new Type.Int(), true),
              new Field("score", new Type.Float(), false),
              new Field("price", new Type.Decimal(18, 2, false, null, null), false),
              new Field("paid", new Type.Bool(), true),
              new Field("state", new Type.Text(List.of("NEW", "PAID")), true),
              new Field("at", new Type.Timestamp(Clock.MICROS), true),
              new Field("day", new Type.Date(), false),
              new Field(
                  "address",
                  new Type.Struct(
                      List.of(
                          new Field("city", new Type.Text(List.of()), true),
                          new Field("floor", new Type.Int(), false))),
                  false),
              new Field("tags", new Type.Array(new Type.Text(List.of()), true), true)));

  private AvroEvents() {}

  static AvroDialect dialect() {
    return dialect(Evolution.ADDITIVE);
  }

  static AvroDialect dialect(Evolution evolution) {
    return new AvroDialect(READER, EVENT, "", evolution, DecoderLimits.DEFAULT);
  }

  /** A decoder that has asked for these schemas, their ids counted from 1. */
  static WireDecoder wire(String... writers) {
    return wire(Evolution.ADDITIVE, writers);
  }

  static WireDecoder wire(Evolution evolution, String... writers) {
    WireDecoder decoder = new WireDecoder(dialect(evolution));
    Map<Integer, SchemaAnswer> answers = new java.util.HashMap<>();
    for (String writer : writers) {
      answers.put(answers.size() + 1, new SchemaAnswer.Known("AVRO", writer, false));
    }
    decoder.use(new SchemaBook(answers));
    return decoder;
  }

  /** A schema with one field that is not in the event by name, or is of another type. */
  static String writer(String... fields) {
    return "{\"type\": \"record\", \"name\": \"Order\", \"fields\": ["
        + String.join(", ", fields)
        + "]}";
  }

  static String field(String name, String type) {
    return "{\"name\": \"" + name + "\", \"type\": " + type + "}";
  }

  /** An event with an id and what else is said of it. */
  static byte[] order(Map<String, Object> values) {
    return bytes(READER, record(READER, values));
  }

  static GenericRecord record(String schema, Map<String, Object> values) {
    Schema parsed = new Schema.Parser().parse(schema);
    GenericData.Record record = new GenericData.Record(parsed);
    for (Schema.Field field : parsed.getFields()) {
      if (field.hasDefaultValue()) {
        record.put(field.pos(), GenericData.get().getDefaultValue(field));
      }
    }
    values.forEach(record::put);
    return record;
  }

  static GenericData.EnumSymbol state(String symbol) {
    Schema state = new Schema.Parser().parse(READER).getField("state").schema();
    return new GenericData.EnumSymbol(state, symbol);
  }

  static GenericRecord address(String city, Integer floor) {
    Schema address =
        new Schema.Parser().parse(READER).getField("address").schema().getTypes().get(1);
    GenericData.Record record = new GenericData.Record(address);
    record.put("city", city);
    record.put("floor", floor);
    return record;
  }

  /** A decimal as Avro has it: the digits without the point. */
  static ByteBuffer decimal(String text) {
    return ByteBuffer.wrap(new BigDecimal(text).unscaledValue().toByteArray());
  }

  static byte[] bytes(String schema, Object value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<>(new Schema.Parser().parse(schema)).write(value, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes behind a zero byte and a schema id. */
  static byte[] wired(int id, byte[] event) {
    return ByteBuffer.allocate(5 + event.length).put((byte) 0).putInt(id).put(event).array();
  }

  static Object value(RowDecoder decoder, String field) {
    for (int i = 0; i < EVENT.fields().size(); i++) {
      if (EVENT.fields().get(i).name().equals(field)) {
        return ((GenericInternalRow) decoder.row()).values()[i];
      }
    }
    throw new IllegalArgumentException(field);
  }

  /** What an event has beside the fields, or null. */
  static String extra(RowDecoder decoder) {
    Object[] values = ((GenericInternalRow) decoder.row()).values();
    return values[values.length - 1] == null ? null : values[values.length - 1].toString();
  }
}
