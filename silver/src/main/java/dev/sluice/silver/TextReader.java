package dev.sluice.silver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** What JSON has as a string: text, the values of an enumeration, dates and times. */
abstract class TextReader extends ValueReader {
  TextReader(Place place) {
    super(place);
  }

  @Override
  final Object read(JsonToken token, Decoding decoding) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      return mismatch(token, decoding);
    }
    JsonParser parser = decoding.parser();
    return value(
        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), decoding);
  }

  /** The value, or null once the findings say why there is none. */
  abstract Object value(char[] chars, int from, int length, Decoding decoding);

  /** string. */
  static final class OfString extends TextReader {
    OfString(Place place) {
      super(place);
    }

    @Override
    Object value(char[] chars, int from, int length, Decoding decoding) {
      return utf8(chars, from, length);
    }
  }

  /** string, one of those the schema names. */
  static final class OfEnumeration extends TextReader {
    // From each value to itself: rows share one object instead of keeping what was read.
    private final Map<UTF8String, UTF8String> values = new HashMap<>();

    OfEnumeration(Place place, Type.Text type) {
      super(place);
      for (String value : type.values()) {
        UTF8String text = UTF8String.fromString(value);
        values.put(text, text);
      }
    }

    @Override
    Object value(char[] chars, int from, int length, Decoding decoding) {
      UTF8String value = values.get(utf8(chars, from, length));
      return value != null ? value : refuse(Reason.UNKNOWN_ENUM, JsonToken.VALUE_STRING, decoding);
    }
  }

  /** timestamp: microseconds. */
  static final class OfTimestamp extends TextReader {
    OfTimestamp(Place place) {
      super(place);
    }

    @Override
    Object value(char[] chars, int from, int length, Decoding decoding) {
      long micros = DateTimeText.micros(chars, from, length);
      return isTime(micros) ? (Object) micros : refuseTime(micros, decoding);
    }
  }

  /** date: days. */
  static final class OfDate extends TextReader {
    OfDate(Place place) {
      super(place);
    }

    @Override
    Object value(char[] chars, int from, int length, Decoding decoding) {
      long days = DateTimeText.days(chars, from, length);
      return isTime(days) ? (Object) (int) days : refuseTime(days, decoding);
    }
  }

  private static boolean isTime(long time) {
    return time != DateTimeText.NOT_IN_FORM && time != DateTimeText.NO_SUCH_TIME;
  }

  final Object refuseTime(long time, Decoding decoding) {
    Reason reason = time == DateTimeText.NOT_IN_FORM ? Reason.TYPE_MISMATCH : Reason.OUT_OF_RANGE;
    return refuse(reason, JsonToken.VALUE_STRING, decoding);
  }

  private static UTF8String utf8(char[] chars, int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = chars[from + i];
      if (c >= 0x80) {
        return UTF8String.fromString(new String(chars, from, length));
      }
      bytes[i] = (byte) c;
    }
    return UTF8String.fromBytes(bytes);
  }
}
