package dev.sluice.cli;

import dev.sluice.cli.query.BytesText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes for people: offsets, hexadecimal digits and ASCII side by side, then the same as text. No
 * byte of theirs reaches the terminal as it is, but for characters that only show.
 *
 * @param limit bytes shown of a sequence
 */
record BytesDump(int limit) {
  private static final int PER_LINE = 16;

  /** Lines about some bytes; null bytes are said to be null. */
  List<String> lines(String name, byte[] bytes) {
    List<String> lines = new ArrayList<>();
    if (bytes == null) {
      lines.add(name + ": null");
      return lines;
    }
    boolean isCut = bytes.length > limit;
    byte[] shown = isCut ? Arrays.copyOf(bytes, limit) : bytes;
    lines.add(
        name
            + ": "
            + (bytes.length == 1 ? "1 byte" : bytes.length + " bytes")
            + (isCut ? ", the first " + limit + " are shown (--full shows all)" : ""));
    for (int at = 0; at < shown.length; at += PER_LINE) {
      lines.add(line(shown, at));
    }
    if (shown.length > 0) {
      lines.add("  text: " + Cells.harmless(BytesText.of(shown)) + (isCut ? "…" : ""));
    }
    return lines;
  }

  private static String line(byte[] bytes, int from) {
    StringBuilder hex = new StringBuilder();
    StringBuilder ascii = new StringBuilder();
    for (int at = from; at < Math.min(from + PER_LINE, bytes.length); at++) {
      int value = bytes[at] & 0xFF;
      hex.append(at - from == PER_LINE / 2 ? "  " : " ").append(String.format("%02x", value));
      ascii.append(value >= ' ' && value < 0x7F ? (char) value : '.');
    }
    return "  %08x %-49s  |%s|".formatted(from, hex, ascii);
  }
}
