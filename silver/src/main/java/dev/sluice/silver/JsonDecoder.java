package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.sluice.common.definition.DatasetDefinition;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.table.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * Decodes JSON events.
 *
 * <p>Of several things wrong with a document one is reported, by a fixed precedence that does not
 * depend on the order of keys: a document that is too large, {@code BAD_ENCODING}, {@code
 * LIMIT_EXCEEDED}, {@code MALFORMED}, {@code DUPLICATE_KEY}, then the first field in schema order
 * that has something wrong with it, undeclared fields last.
 */
final class JsonDecoder extends RowDecoder {
  // Jackson's table of names grows by every undeclared name and is copied by every document with
  // a new one. When each document brings its own (a map keyed by id), starting over is cheaper.
  private static final int UNDECLARED_NAMES_PER_TABLE = 512;

  private final DocumentScan scan;
  private final StructReader event;
  private final int width;
  private final Decoding decoding = new Decoding();
  private JsonFactory json = newFactory();

  JsonDecoder(EventSchema schema, DatasetDefinition.Evolution evolution, DecoderLimits limits) {
    scan = new DocumentScan(limits);
    event = ReaderCompiler.compile(schema, evolution, limits);
    width = schema.fields().size() + 1;
  }

  /**
   * Names are kept in a table, which makes declared ones cheap. They are not interned and the table
   * may not complain of collisions, because undeclared names are the sender's choice. Bare NaN and
   * infinities are let through to be told from other damage.
   */
  private static JsonFactory newFactory() {
    return new JsonFactoryBuilder()
        .enable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build();
  }

  @Override
  boolean read(byte[] value) {
    if (!scan.accepts(value)) {
      return refuse(scan.reason(), scan.detail());
    }
    if (decoding.undeclaredNames() > UNDECLARED_NAMES_PER_TABLE) {
      decoding.forgetNames();
      json = newFactory();
    }
    try (JsonParser parser = json.createParser(value)) {
      return read(value, parser);
    } catch (JsonEOFException e) {
      return refuse(Reason.MALFORMED, "the document ends before it is complete");
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the payload.
      return refuse(Reason.MALFORMED, "not JSON" + at(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read an array of bytes", e);
    }
  }

  private boolean read(byte[] value, JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      return refuse(Reason.MALFORMED, first == null ? "no document" : "not an object");
    }
    decoding.begin(value, parser);
    Object[] values = event.readObject(decoding, width);
    if (parser.nextToken() != null) {
      return refuse(
          Reason.MALFORMED, "text after the document" + at(parser.currentTokenLocation()));
    }
    Findings findings = decoding.findings();
    if (!findings.isEmpty()) {
      return refuse(findings.reason(), findings.detail());
    }
    values[width - 1] = decoding.extra().value();
    return accept(new GenericInternalRow(values));
  }

  private static String at(JsonLocation location) {
    return location == null ? "" : ", at byte " + location.getByteOffset();
  }
}
