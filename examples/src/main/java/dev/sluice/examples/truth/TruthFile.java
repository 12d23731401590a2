package dev.sluice.examples.truth;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a truth file: JSON lines, one per {@link TruthRecord}, in the order of acknowledgement. */
public final class TruthFile {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build()
          .readerFor(JsonNode.class);

  private TruthFile() {}

  /**
   * The records of a truth file; close the stream to close the file. Reading it throws an {@link
   * UncheckedIOException} at a line that is not JSON.
   */
  public static Stream<TruthRecord> read(Path file) throws IOException {
    MappingIterator<JsonNode> lines = READER.readValues(file.toFile());
    return stream(lines).map(TruthFile::toRecord).onClose(() -> close(lines));
  }

  private static TruthRecord toRecord(JsonNode line) {
    return new TruthRecord(
        line.get("sequence").longValue(),
        line.get("kind").textValue(),
        text(line, "reason"),
        text(line, "event_id"),
        new Coordinates(
            line.get("topic").textValue(),
            line.get("partition").intValue(),
            line.get("offset").longValue()),
        Instant.ofEpochMilli(line.get("timestamp").longValue()),
        Instant.ofEpochMilli(line.get("sent_at").longValue()),
        Optional.ofNullable(line.get("fields")));
  }

  private static Optional<String> text(JsonNode line, String name) {
    return Optional.ofNullable(line.get(name)).map(JsonNode::textValue);
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    int ordered = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, ordered), false);
  }

  private static void close(MappingIterator<JsonNode> lines) {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
