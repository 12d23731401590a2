package dev.sluice.local.doctor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Compression of records and files comes in native libraries, unpacked and loaded on first use. */
final class NativeChecks {
  private NativeChecks() {}

  static List<Check> all() {
    return List.of(loads(CompressionType.SNAPPY), loads(CompressionType.ZSTD));
  }

  private static Check loads(CompressionType type) {
    ByteBufferOutputStream buffer = new ByteBufferOutputStream(64);
    try (OutputStream stream = type.wrapForOutput(buffer, RecordBatch.CURRENT_MAGIC_VALUE)) {
      stream.write(1);
      return Check.ok(type.name, "its native library loads");
    } catch (IOException | LinkageError | RuntimeException failed) {
      return Check.warn(
          type.name,
          "its native library does not load on " + System.getProperty("os.arch") + ": " + failed,
          "topics and tables compressed with " + type.name + " cannot be read here");
    }
  }
}
