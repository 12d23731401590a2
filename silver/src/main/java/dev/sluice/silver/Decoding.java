package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.common.table.Reason;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The document at hand and what the readers of its fields share. */
final class Decoding {
  private final NumberText number = new NumberText();
  private final ExtraFields extra = new ExtraFields();
  private final Findings findings = new Findings();
  private byte[] document = {};
  private JsonParser parser;
  private int undeclaredNames;

  void begin(byte[] document, JsonParser parser) {
    this.document = document;
    this.parser = parser;
    extra.clear();
    findings.clear();
  }

  JsonParser parser() {
    return parser;
  }

  NumberText number() {
    return number;
  }

  ExtraFields extra() {
    return extra;
  }

  Findings findings() {
    return findings;
  }

  /** How many undeclared names there were in all documents since they were last forgotten. */
  int undeclaredNames() {
    return undeclaredNames;
  }

  void forgetNames() {
    undeclaredNames = 0;
  }

  /** Notes that a value has the wrong type, and walks past it. */
  void mismatch(JsonToken token, Place place) throws IOException {
    findings.add(Reason.TYPE_MISMATCH, place, token);
    skip(token, place);
  }

  /** Takes note of an undeclared name, and of its having come before in its object. */
  void undeclared(String name, Set<String> names, Place place) {
    undeclaredNames++;
    if (!names.add(name)) {
      findings.add(Reason.DUPLICATE_KEY, place, JsonToken.FIELD_NAME);
    }
  }

  /** Walks past a value; its keys and numbers are judged like those of declared fields. */
  void skip(JsonToken token, Place place) throws IOException {
    if (token == JsonToken.START_OBJECT) {
      skipObject(place);
    } else if (token == JsonToken.START_ARRAY) {
      JsonToken element = parser.nextToken();
      while (element != JsonToken.END_ARRAY) {
        skip(element, place);
        element = parser.nextToken();
      }
    } else if (isNotFinite(token)) {
      findings.add(Reason.NON_FINITE, place, token);
    }
  }

  private void skipObject(Place place) throws IOException {
    Set<String> names = new HashSet<>();
    String name = parser.nextFieldName();
    while (name != null) {
      undeclared(name, names, place);
      skip(parser.nextToken(), place);
      name = parser.nextFieldName();
    }
  }

  /** Walks past an undeclared field and keeps it, as it was written, among the extra ones. */
  void keep(JsonToken token, String name, Place place) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    skip(token, place);
    // A string is read when it is asked for.
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    extra.key(ExtraFields.quoted(name));
    extra.append(document, start, end - start);
  }

  /** Whether the token is a bare NaN or infinity, which the parser lets through as a number. */
  boolean isNotFinite(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_FLOAT) {
      return false;
    }
    char last = parser.getTextCharacters()[parser.getTextOffset() + parser.getTextLength() - 1];
    return last < '0' || last > '9';
  }
}
