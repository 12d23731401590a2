package dev.sluice.examples.expected;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The Redis keys of an aggregate.
 *
 * @param template with {@code {column}} and {@code {window_start}}
 * @param ttl how long after its window's end a key lives
 */
public record HotKeys(String template, Duration ttl) {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** The key of a row: group values percent-encoded, NULL as {@code %NULL}. */
  public String keyOf(GoldRow row) {
    StringBuilder key = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      if (open < 0) {
        return key.append(template, at, template.length()).toString();
      }
      int close = template.indexOf('}', open);
      key.append(template, at, open).append(part(row, template.substring(open + 1, close)));
      at = close + 1;
    }
    return key.toString();
  }

  /** A glob that matches the aggregate's keys, for SCAN. */
  public String pattern() {
    return template.replaceAll("\\{[^}]*}", "*");
  }

  Instant expiryOf(GoldRow row) {
    return row.windowEnd().plus(ttl);
  }

  private static String part(GoldRow row, String column) {
    if (column.equals("window_start")) {
      return row.windowStart().toString();
    }
    Map<String, String> group = row.group();
    if (!group.containsKey(column)) {
      throw new IllegalArgumentException("Not a grouping column: " + column);
    }
    String value = group.get(column);
    return value == null ? "%NULL" : percentEncoded(value);
  }

  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format("%%%02X", octet & 0xff));
      }
    }
    return encoded.toString();
  }
}
