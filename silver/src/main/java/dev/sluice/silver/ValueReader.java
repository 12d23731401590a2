package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.common.table.Reason;
import java.io.IOException;

/** Reads the values of one declared field. */
abstract class ValueReader {
  private final Place place;

  ValueReader(Place place) {
    this.place = place;
  }

  final Place place() {
    return place;
  }

  /**
   * The value that begins with {@code token}, in Catalyst's representation, or null once the
   * findings say why there is none. Leaves the parser at the last token of the value.
   */
  abstract Object read(JsonToken token, Decoding decoding) throws IOException;

  /** Whether there are objects in the values, and so perhaps undeclared fields. */
  boolean readsObjects() {
    return false;
  }

  /** Notes what is wrong with the value; there is none then. */
  final Object refuse(Reason reason, JsonToken token, Decoding decoding) {
    decoding.findings().add(reason, place, token);
    return null;
  }

  /** Notes that the value has the wrong type, or is no number at all, and walks past it. */
  final Object mismatch(JsonToken token, Decoding decoding) throws IOException {
    if (decoding.isNotFinite(token)) {
      return refuse(Reason.NON_FINITE, token, decoding);
    }
    decoding.mismatch(token, place);
    return null;
  }
}
