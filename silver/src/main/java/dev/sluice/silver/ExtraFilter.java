package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Takes members out of the text of extra fields: those that are named like a protected field but
 * for case, and those that stood inside a protected one. What stays is copied as it was written.
 */
final class ExtraFilter {
  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> refused;

  /**
   * @param refused names in lower case
   */
  ExtraFilter(Set<String> refused) {
    this.refused = Set.copyOf(refused);
  }

  /** The text without them; null when nothing is left, or when it is not understood. */
  UTF8String filter(UTF8String extra) {
    byte[] text = extra.getBytes();
    try (JsonParser parser = JSON.createParser(text)) {
      return filter(text, parser);
    } catch (IOException e) {
      return null;
    }
  }

  private UTF8String filter(byte[] text, JsonParser parser) throws IOException {
    ExtraFields kept = new ExtraFields();
    kept.open('{');
    int empty = kept.length();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }
    String name = parser.nextFieldName();
    while (name != null) {
      parser.nextToken();
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      int end = (int) parser.currentLocation().getByteOffset();
      if (!refused.contains(name.toLowerCase(Locale.ROOT))) {
        kept.key(ExtraFields.quoted(name));
        kept.append(text, start, end - start);
      }
      name = parser.nextFieldName();
    }
    boolean isEmpty = kept.length() == empty;
    kept.close('}');
    return isEmpty ? null : kept.value();
  }
}
