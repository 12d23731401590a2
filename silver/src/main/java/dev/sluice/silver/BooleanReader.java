package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** boolean: {@code true} and {@code false}, nothing that could be meant by them. */
final class BooleanReader extends ValueReader {
  BooleanReader(Place place) {
    super(place);
  }

  @Override
  Object read(JsonToken token, Decoding decoding) throws IOException {
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    return token == JsonToken.VALUE_FALSE ? (Object) false : mismatch(token, decoding);
  }
}
