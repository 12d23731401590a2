package dev.sluice.cli.query;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Bytes as the text they are meant to be: UTF-8, with {@code \xNN} for every byte that is not. */
public final class BytesText {
  private BytesText() {}

  /** The bytes as text; control characters stay what they are. */
  public static String of(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    StringBuilder text = new StringBuilder(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      text.append(out.flip());
      out.clear();
      for (int wrong = 0; wrong < result.length(); wrong++) {
        text.append(String.format("\\x%02X", in.get() & 0xFF));
      }
      result = decoder.reset().decode(in, out, true);
    }
    return text.append(out.flip()).toString();
  }
}
