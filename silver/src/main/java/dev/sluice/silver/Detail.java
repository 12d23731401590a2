package dev.sluice.silver;

import dev.sluice.common.table.QuarantineTable;

/** What quarantine may say about a bad row: short, and harmless on a terminal. */
final class Detail {
  private Detail() {}

  /** The text with control characters escaped, cut to {@link QuarantineTable#MAX_DETAIL}. */
  static String of(String text) {
    StringBuilder detail = new StringBuilder(text.length());
    text.chars().forEach(c -> append(detail, (char) c));
    if (detail.length() > QuarantineTable.MAX_DETAIL) {
      int end = QuarantineTable.MAX_DETAIL;
      detail.setLength(Character.isHighSurrogate(detail.charAt(end - 1)) ? end - 1 : end);
    }
    return detail.toString();
  }

  private static void append(StringBuilder detail, char c) {
    if (Character.isISOControl(c)) {
      detail.append(String.format("\\u%04x", (int) c));
    } else {
      detail.append(c);
    }
  }
}
