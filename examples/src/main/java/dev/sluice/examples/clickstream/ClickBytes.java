package dev.sluice.examples.clickstream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a click, broken where its kind says so. */
final class ClickBytes {
  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build()
          .writerFor(ObjectNode.class);
  private static final int NESTING = 100;
  private static final int OVER_ONE_MEBIBYTE = (1 << 20) + 1024;

  private ClickBytes() {}

  /**
   * The value to send, null for a tombstone.
   *
   * @param roll a number drawn for this click, for where there is something to choose
   */
  static byte[] of(ClickKind kind, Click click, int roll) {
    return switch (kind) {
      case TOMBSTONE -> null;
      case EMPTY_VALUE -> new byte[0];
      case BLANK_VALUE -> utf8(" \n\t ");
      case TRUNCATED -> truncated(write(click.toDocument()), roll);
      case TWO_DOCUMENTS -> utf8(json(click) + json(click));
      case TRAILING_TEXT -> utf8(json(click) + " and more");
      case DUPLICATE_KEY -> utf8("{\"country\":\"DE\"," + json(click).substring(1));
      case BAD_UTF8 -> badUtf8(click);
      default -> write(changed(kind, click.toDocument()));
    };
  }

  /** The document with the one thing changed that makes its kind. */
  private static ObjectNode changed(ClickKind kind, ObjectNode document) {
    switch (kind) {
      case EXTRA_FIELD -> document.putObject("experiment").put("name", "blue").put("arm", 2);
      case LONE_SURROGATE -> document.putRawValue("user_id", new RawValue("\"user-\\ud800\""));
      case NUL_CHARACTER -> document.put("user_id", "user-\0");
      case TEXT_FOR_NUMBER -> document.put("quantity", "three");
      case NUMBER_FOR_TEXT -> document.put("user_id", 42);
      case QUANTITY_TOO_BIG -> document.put("quantity", 1_001);
      case HUGE_EXPONENT -> document.putRawValue("price", new RawValue("1e400"));
      case TOO_MANY_DIGITS -> document.putRawValue("price", new RawValue("12345678901234567.89"));
      case NOT_A_NUMBER -> document.putRawValue("price", new RawValue("NaN"));
      case UNKNOWN_DEVICE -> document.put("device", "toaster");
      case MISSING_COUNTRY -> document.remove("country");
      case EMPTY_ID -> document.put("event_id", "");
      case SECONDS_FOR_MILLIS ->
          document.put("occurred_at", document.get("occurred_at").longValue() / 1_000);
      case MICROS_FOR_MILLIS ->
          document.put("occurred_at", document.get("occurred_at").longValue() * 1_000);
      case DEEP_NESTING ->
          document.putRawValue("nested", new RawValue("[".repeat(NESTING) + "]".repeat(NESTING)));
      case TOO_LARGE -> document.put("padding", "x".repeat(OVER_ONE_MEBIBYTE));
      default -> {
        // Its fields make it what it is.
      }
    }
    return document;
  }

  /** Loses the closing brace at least and about half of the text at most; never half a letter. */
  private static byte[] truncated(byte[] json, int roll) {
    int length = json.length - 1 - Math.floorMod(roll, json.length / 2);
    while ((json[length] & 0xC0) == 0x80) {
      length--;
    }
    return Arrays.copyOf(json, length);
  }

  /** A first byte of two, followed by one that cannot be the second. */
  private static byte[] badUtf8(Click click) {
    String octets = new String(write(click.toDocument()), StandardCharsets.ISO_8859_1);
    return octets.replace("user-", "\u00c3(").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String json(Click click) {
    return new String(write(click.toDocument()), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] write(ObjectNode document) {
    try {
      return WRITER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a click as JSON", e);
    }
  }
}
