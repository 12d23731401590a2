package dev.sluice.silver;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Collects the fields the schema does not know into the text of one JSON object, each under the
 * path of the object it stands in, its value copied as it was written. Objects are opened before it
 * is known whether anything will stand in them, and taken back if nothing does.
 */
final class ExtraFields {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private byte[] text = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  void rollBack(int mark) {
    length = mark;
  }

  /** A key as the text has it: quoted and escaped. */
  static byte[] quoted(String name) {
    byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(name);
    byte[] quoted = new byte[escaped.length + 2];
    quoted[0] = '"';
    System.arraycopy(escaped, 0, quoted, 1, escaped.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  void open(char bracket) {
    append((byte) bracket);
  }

  void close(char bracket) {
    append((byte) bracket);
  }

  /** Begins a member of the open object. */
  void key(byte[] quotedName) {
    separate();
    append(quotedName, 0, quotedName.length);
    append((byte) ':');
  }

  /**
   * Begins a member that is declared, in case that something in it is not.
   *
   * @return for {@link #endDeclared}
   */
  int beginDeclared(byte[] quotedName) {
    int mark = length;
    key(quotedName);
    return mark;
  }

  /** Ends it, and takes it back if there was nothing. */
  void endDeclared(int mark) {
    if (text[length - 1] == ':') {
      rollBack(mark);
    }
  }

  /** Closes the object that was opened at a mark, or takes it back if it is empty. */
  void closeOrRollBack(int mark) {
    if (length == mark + 1) {
      rollBack(mark);
    } else {
      close('}');
    }
  }

  /** Opens an array of what its elements have beside their declared fields. */
  Elements openElements() {
    return new Elements();
  }

  /** Objects at the positions of their elements, null where there is nothing. */
  final class Elements {
    private final int mark = length;
    private int before;
    private boolean keepsSome;

    private Elements() {
      open('[');
    }

    void begin() {
      separate();
      before = length;
    }

    void end() {
      if (length == before) {
        appendNull();
      } else {
        keepsSome = true;
      }
    }

    /** Closes the array, or takes it back if no element has anything. */
    void close() {
      ExtraFields.this.close(']');
      if (!keepsSome) {
        rollBack(mark);
      }
    }
  }

  /** A comma, unless this is the first in its object or array. */
  void separate() {
    byte last = text[length - 1];
    if (last != '{' && last != '[') {
      append((byte) ',');
    }
  }

  void appendNull() {
    append(NULL, 0, NULL.length);
  }

  /** The bytes of a value. */
  void append(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, text, length, count);
    length += count;
  }

  private void append(byte b) {
    reserve(1);
    text[length++] = b;
  }

  private void reserve(int count) {
    if (text.length - length < count) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, length + count));
    }
  }

  /** The text, or null when there is none. */
  UTF8String value() {
    return length == 0 ? null : UTF8String.fromBytes(Arrays.copyOf(text, length));
  }
}
