package dev.sluice.cli;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.Map;

/** Values of results as text, and text that cannot harm a terminal. */
final class Cells {
  private Cells() {}

  /** One value as text for people: never exponents for decimals, JSON for nested values. */
  static String text(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant().toString();
    }
    if (value instanceof Map || value instanceof Iterable) {
      return JsonWriter.compact(value);
    }
    return value.toString();
  }

  /**
   * The text with everything escaped that a terminal would obey instead of show: control
   * characters, escape sequences, line breaks, changes of direction, invisible characters. What is
   * in a lake was written by strangers.
   */
  static String harmless(String text) {
    if (text.codePoints().noneMatch(Cells::isHarmful)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(escaped, point));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int point) {
    if (!isHarmful(point)) {
      escaped.appendCodePoint(point);
      return;
    }
    switch (point) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> escaped.append(String.format(point > 0xFFFF ? "\\U%08X" : "\\u%04X", point));
    }
  }

  private static boolean isHarmful(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** Columns that the text takes on a terminal. */
  static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  /** The text, or as much of it as fits in front of an ellipsis. */
  static String fitted(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      used += width(point);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(point);
      at += Character.charCount(point);
    }
    return kept.append('…').toString();
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(point) ? 2 : 1;
  }

  // The blocks that Unicode's East Asian Width calls wide, roughly: enough to keep columns
  // straight.
  private static boolean isWide(int point) {
    return point >= 0x1100
        && (point <= 0x115F
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x1F300 && point <= 0x1FAFF)
            || (point >= 0x20000 && point <= 0x3FFFD));
  }
}
