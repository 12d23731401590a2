package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** An array of values of one type. */
final class ArrayReader extends ValueReader {
  private final ValueReader element;
  private final boolean nullableElements;

  ArrayReader(Place place, ValueReader element, boolean nullableElements) {
    super(place);
    this.element = element;
    this.nullableElements = nullableElements;
  }

  @Override
  boolean readsObjects() {
    return element.readsObjects();
  }

  @Override
  Object read(JsonToken token, Decoding decoding) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      return mismatch(token, decoding);
    }
    return new GenericArrayData(
        (element.readsObjects() ? readObjects(decoding) : readElements(decoding)).toArray());
  }

  private List<Object> readElements(Decoding decoding) throws IOException {
    List<Object> values = new ArrayList<>();
    JsonToken token = decoding.parser().nextToken();
    while (token != JsonToken.END_ARRAY) {
      values.add(readElement(token, decoding));
      token = decoding.parser().nextToken();
    }
    return values;
  }

  /** What the elements have beside their declared fields is kept at the same positions. */
  private List<Object> readObjects(Decoding decoding) throws IOException {
    List<Object> values = new ArrayList<>();
    ExtraFields.Elements extra = decoding.extra().openElements();
    JsonToken token = decoding.parser().nextToken();
    while (token != JsonToken.END_ARRAY) {
      extra.begin();
      values.add(readElement(token, decoding));
      extra.end();
      token = decoding.parser().nextToken();
    }
    extra.close();
    return values;
  }

  private Object readElement(JsonToken token, Decoding decoding) throws IOException {
    return token == JsonToken.VALUE_NULL && nullableElements ? null : element.read(token, decoding);
  }
}
