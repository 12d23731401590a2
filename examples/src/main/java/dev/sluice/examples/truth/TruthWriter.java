package dev.sluice.examples.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes a truth file. Lines come from the producer's callback thread while another thread flushes,
 * so every method is synchronized. The file is complete and on disk once {@link #close()} returned.
 */
public final class TruthWriter implements Closeable {
  /** Longer values are left out: they are known by their kind. */
  private static final int MAX_VALUE = 4096;

  private final FileOutputStream file;
  private final JsonGenerator json;

  /** Replaces {@code path}, making the folders above it. */
  public TruthWriter(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    file = new FileOutputStream(path.toFile());
    json = new JsonFactory().createGenerator(new BufferedOutputStream(file, 1 << 16));
    json.setRootValueSeparator(new SerializedString(""));
  }

  /**
   * Appends the line of one acknowledged record.
   *
   * @param value what was sent, or null for a tombstone
   */
  public synchronized void append(
      long sequence,
      Label label,
      Coordinates coordinates,
      long timestamp,
      Instant sentAt,
      byte[] value)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("sequence", sequence);
    json.writeStringField("kind", label.kind());
    if (label.reason().isPresent()) {
      json.writeStringField("reason", label.reason().get());
    }
    if (label.eventId().isPresent()) {
      json.writeStringField("event_id", label.eventId().get());
    }
    json.writeStringField("topic", coordinates.topic());
    json.writeNumberField("partition", coordinates.partition());
    json.writeNumberField("offset", coordinates.offset());
    json.writeNumberField("timestamp", timestamp);
    json.writeNumberField("sent_at", sentAt.toEpochMilli());
    if (label.decodes()) {
      json.writeFieldName("fields");
      // The document itself, so that every digit of it survives.
      json.writeRawValue(new String(value, StandardCharsets.UTF_8));
    } else if (value != null && value.length <= MAX_VALUE) {
      json.writeBinaryField("value", value);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Hands what was appended so far to the operating system. */
  public synchronized void flush() throws IOException {
    json.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    if (json.isClosed()) {
      return;
    }
    json.flush();
    file.getChannel().force(true);
    json.close();
  }
}
