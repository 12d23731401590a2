package dev.sluice.cli;

import dev.sluice.cli.query.BytesText;
import dev.sluice.cli.query.QuarantinedRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes for people: offsets, hexadecimal digits and ASCII side by side, then the same as text. No
 * byte of theirs reaches the terminal as it is, but for characters that only show.
 */
final class BytesDump {
  private static final int PER_LINE = 16;

  private BytesDump() {}

  /** Lines about some bytes; null bytes are said to be null. */
  static List<String> lines(String name, QuarantinedRow.Part part) {
    List<String> lines = new ArrayList<>();
    if (part == null) {
      lines.add(name + ": null");
      return lines;
    }
    byte[] shown = part.first();
    boolean isCut = part.length() > shown.length;
    lines.add(
        name
            + ": "
            + (part.length() == 1 ? "1 byte" : part.length() + " bytes")
            + (isCut ? ", the first " + shown.length + " are shown (--full shows all)" : ""));
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
