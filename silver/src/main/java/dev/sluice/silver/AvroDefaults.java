package dev.sluice.silver;

import dev.sluice.silver.Dialect.IncompatibleSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The defaults of the dataset's schema: written once as events have them and read like these, so
 * that there is one way from Avro to a row.
 */
final class AvroDefaults {
  private AvroDefaults() {}

  /** Makes a reader of values that were written with the dataset's own schema. */
  interface Readers {
    /** The reader of one action. */
    AvroReader of(Action action) throws IncompatibleSchema;
  }

  /** The default of a field. */
  static Object value(Schema.Field field, Readers readers) throws IncompatibleSchema {
    Schema schema = field.schema();
    BinaryInput in = new BinaryInput(DecoderLimits.DEFAULT);
    in.begin(bytes(schema, GenericData.get().getDefaultValue(field)), 0);
    try {
      Object value = readers.of(Resolver.resolve(schema, schema)).read(in);
      if (!in.findings().isEmpty()) {
        throw new IncompatibleSchema(field.name() + ": its default is not a value of its type");
      }
      return value;
    } catch (Damaged e) {
      throw new IncompatibleSchema(field.name() + ": its default: " + e.getMessage());
    }
  }

  private static byte[] bytes(Schema schema, Object value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<>(schema).write(value, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
  }
}
