package dev.sluice.silver;

import dev.sluice.common.table.Reason;

/**
 * The first look at a document: one pass over its bytes that judges encoding and limits before a
 * parser sees them. Both verdicts concern the document as a whole, so the pass goes to the end:
 * damage to the encoding is reported before a limit, wherever the two stand.
 *
 * <p>Bad encoding is anything but well-formed UTF-8 (Unicode, table 3-7: no over-long forms, no
 * surrogates, nothing above U+10FFFF), a byte order mark anywhere, NUL as a byte or an escape, and
 * an escaped surrogate without its other half. A character cut off by the end of the document is no
 * bad encoding but a truncated document.
 */
final class DocumentScan {
  private static final int INCOMPLETE = -1;

  private final DecoderLimits limits;
  private byte[] document = {};
  private Reason reason;
  private String detail;

  DocumentScan(DecoderLimits limits) {
    this.limits = limits;
  }

  /** Whether the document may be parsed; if not, {@link #reason()} says why. */
  boolean accepts(byte[] bytes) {
    document = bytes;
    reason = null;
    detail = null;
    if (bytes.length > limits.maxDocumentBytes()) {
      exceeded("document of more than " + limits.maxDocumentBytes() + " bytes", bytes.length);
      return false;
    }
    scan();
    return reason == null;
  }

  /** {@code BAD_ENCODING}, {@code LIMIT_EXCEEDED} or {@code MALFORMED}. */
  Reason reason() {
    return reason;
  }

  /** What is wrong, and at which byte. */
  String detail() {
    return detail;
  }

  private void scan() {
    int depth = 0;
    int at = 0;
    while (at < document.length && reason != Reason.BAD_ENCODING) {
      byte b = document[at];
      if (b == '"') {
        at = string(at + 1);
      } else if (b == '-' || isDigit(b)) {
        at = number(at);
      } else if (b <= 0) {
        at = unusual(at);
      } else {
        if (b == '{' || b == '[') {
          depth++;
          if (depth > limits.maxDepth()) {
            exceeded("nesting deeper than " + limits.maxDepth(), at);
          }
        } else if (b == '}' || b == ']') {
          depth--;
        }
        at++;
      }
    }
  }

  /** From behind the opening quote to behind the closing one. */
  private int string(int start) {
    byte[] bytes = document;
    int at = start;
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b == '"') {
        checkString(start, at);
        return at + 1;
      }
      if (b == '\\') {
        at = escape(at);
      } else if (b <= 0) {
        at = unusual(at);
      } else {
        at++;
      }
      if (reason == Reason.BAD_ENCODING) {
        return at;
      }
    }
    checkString(start, bytes.length);
    return bytes.length;
  }

  private void checkString(int start, int end) {
    if (end - start > limits.maxStringBytes()) {
      exceeded("string of more than " + limits.maxStringBytes() + " bytes", start);
    }
  }

  private int number(int start) {
    int at = start;
    while (at < document.length && isNumberChar(document[at])) {
      at++;
    }
    if (at - start > limits.maxNumberChars()) {
      exceeded("number of more than " + limits.maxNumberChars() + " characters", start);
    }
    return at;
  }

  private static boolean isNumberChar(byte b) {
    return isDigit(b) || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  // ---- escapes

  private int escape(int at) {
    if (at + 1 >= document.length) {
      return document.length;
    }
    if (document[at + 1] != 'u') {
      // The byte behind the backslash is judged by the parser; here it must not end the string.
      return document[at + 1] > 0 ? at + 2 : at + 1;
    }
    int unit = unit(at);
    if (unit == 0) {
      return damaged("NUL", at);
    }
    if (unit == INCOMPLETE || !Character.isSurrogate((char) unit)) {
      return at + 2;
    }
    if (Character.isLowSurrogate((char) unit)) {
      return damaged("lone surrogate", at);
    }
    return lowHalf(at);
  }

  /** Behind the high half at {@code at} there must be its low half. */
  private int lowHalf(int at) {
    int low = unit(at + 6);
    if (low != INCOMPLETE && Character.isLowSurrogate((char) low)) {
      return at + 12;
    }
    if (isCutOff(at + 6)) {
      truncated(at);
      return document.length;
    }
    return damaged("lone surrogate", at);
  }

  /** Whether the document ends within an escape at {@code at} that was right so far. */
  private boolean isCutOff(int at) {
    if (at + 6 <= document.length) {
      return false;
    }
    for (int i = at; i < document.length; i++) {
      boolean isRight =
          i == at
              ? document[i] == '\\'
              : i == at + 1 ? document[i] == 'u' : Character.digit(document[i], 16) >= 0;
      if (!isRight) {
        return false;
      }
    }
    return true;
  }

  /** The code unit of a {@code \\uXXXX} at {@code at}, or {@link #INCOMPLETE}. */
  private int unit(int at) {
    if (at + 6 > document.length || document[at] != '\\' || document[at + 1] != 'u') {
      return INCOMPLETE;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(document[i], 16);
      if (digit < 0) {
        return INCOMPLETE;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  // ---- UTF-8

  /** NUL, or a character of several bytes. */
  private int unusual(int at) {
    int length = Utf8.length(document, at, document.length);
    switch (length) {
      case Utf8.NUL:
        return damaged("NUL", at);
      case Utf8.INVALID:
        return damaged("invalid UTF-8", at);
      case Utf8.BYTE_ORDER_MARK:
        return damaged("byte order mark", at);
      case Utf8.CUT_OFF:
        truncated(at);
        return document.length;
      default:
        return at + length;
    }
  }

  // ---- verdicts

  private int damaged(String what, int at) {
    reason = Reason.BAD_ENCODING;
    detail = what + " at byte " + at;
    return document.length;
  }

  private void exceeded(String what, int at) {
    if (reason != Reason.LIMIT_EXCEEDED) {
      reason = Reason.LIMIT_EXCEEDED;
      detail = what + ", at byte " + at;
    }
  }

  private void truncated(int at) {
    if (reason == null) {
      reason = Reason.MALFORMED;
      detail = "the document ends inside a character, at byte " + at;
    }
  }
}
