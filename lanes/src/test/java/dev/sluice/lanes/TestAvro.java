package dev.sluice.lanes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Writes Avro events. */
final class TestAvro {
  private TestAvro() {}

  /**
   * An event as bytes.
   *
   * @param values of its fields; maps are records, texts may be symbols, what is missing is null
   */
  static byte[] bytes(String schema, Map<String, Object> values) {
    return bytes(new Schema.Parser().parse(schema), values);
  }

  static byte[] bytes(Schema schema, Map<String, Object> values) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<>(schema).write(value(schema, values), encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(Schema schema, Object value) {
    return switch (schema.getType()) {
      case UNION -> value == null ? null : value(present(schema), value);
      case ENUM -> new GenericData.EnumSymbol(schema, value);
      case ARRAY ->
          ((List<?>) value)
              .stream().map(element -> value(schema.getElementType(), element)).toList();
      case RECORD -> record(schema, (Map<?, ?>) value);
      default -> value;
    };
  }

  /** The branch of a union with null that is not null. */
  private static Schema present(Schema union) {
    return union.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static GenericData.Record record(Schema schema, Map<?, ?> values) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema(), values.get(field.name())));
    }
    return record;
  }
}
