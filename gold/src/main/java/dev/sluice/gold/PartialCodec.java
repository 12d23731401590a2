package dev.sluice.gold;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** Partials as bytes, from the tasks to the driver: keys and states in Spark's own row format. */
final class PartialCodec {
  private PartialCodec() {}

  static byte[] encode(Partial partial, Layout layout) {
    UnsafeProjection states = layout.stateProjection();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(partial.size());
      for (Map.Entry<UnsafeRow, Measures> entry : partial.measures().entrySet()) {
        write(entry.getKey(), out);
        write(states.apply(layout.state(entry.getValue())), out);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static Partial decode(byte[] bytes, Layout layout) {
    Partial partial = new Partial();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int size = in.readInt();
      for (int index = 0; index < size; index++) {
        UnsafeRow key = read(in, layout.groupBy().size() + 1);
        partial.measures().put(key, layout.measures(read(in, layout.stateSchema().size())));
      }
    } catch (IOException truncated) {
      throw new UncheckedIOException(truncated);
    }
    return partial;
  }

  private static void write(UnsafeRow row, DataOutputStream out) throws IOException {
    byte[] bytes = row.getBytes();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static UnsafeRow read(DataInputStream in, int fields) throws IOException {
    byte[] bytes = in.readNBytes(in.readInt());
    UnsafeRow row = new UnsafeRow(fields);
    row.pointTo(bytes, bytes.length);
    return row;
  }
}
