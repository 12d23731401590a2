package dev.sluice.common.definition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a hot value: {@code sales:{country}:{window_start}}. Values are percent-encoded (RFC
 * 3986: letters, digits and {@code - . _ ~} stay), NULL is {@code %NULL}, which no encoded value
 * can be. Different groups have different keys where the template names each column once and
 * nothing is {@link #unseparated()}; the check of a definition sees to both.
 */
public final class HotKeyTemplate {
  /** The placeholder of the start of the window, rendered as {@link Instant#toString()}. */
  public static final String WINDOW_START = "window_start";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");
  private static final Pattern BRACE = Pattern.compile("[{}]");

  /** What an encoded value never contains; {@code %} it does. */
  private static final Pattern SEPARATES = Pattern.compile("[^A-Za-z0-9._~%-]");

  private static final String UNRESERVED = "-._~";
  private static final String HEX = "0123456789ABCDEF";

  private final List<String> columns;

  /** The text before each column, and after the last. */
  private final List<String> literals;

  private HotKeyTemplate(List<String> columns, List<String> literals) {
    this.columns = List.copyOf(columns);
    this.literals = List.copyOf(literals);
  }

  /** Reads a template; empty when its braces do not pair up, or hold nothing. */
  public static Optional<HotKeyTemplate> parse(String template) {
    List<String> columns = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    Matcher placeholder = PLACEHOLDER.matcher(template);
    int end = 0;
    while (placeholder.find()) {
      literals.add(template.substring(end, placeholder.start()));
      columns.add(placeholder.group(1));
      end = placeholder.end();
    }
    literals.add(template.substring(end));
    boolean hasLoneBrace = literals.stream().anyMatch(text -> BRACE.matcher(text).find());
    return hasLoneBrace ? Optional.empty() : Optional.of(new HotKeyTemplate(columns, literals));
  }

  /** The placeholders in order: grouping columns, and {@link #WINDOW_START} where it is used. */
  public List<String> columns() {
    return columns;
  }

  /** Pairs of placeholders whose values could run into one another: {@code {a}{b}}. */
  List<String> unseparated() {
    List<String> pairs = new ArrayList<>();
    for (int i = 1; i < columns.size(); i++) {
      String between = literals.get(i);
      if (!SEPARATES.matcher(between).find()) {
        pairs.add("{" + columns.get(i - 1) + "}" + between + "{" + columns.get(i) + "}");
      }
    }
    return pairs;
  }

  /** Two templates of one shape make the same keys. */
  String shape() {
    return String.join("{}", literals);
  }

  /**
   * The key of one group.
   *
   * @param group the grouping columns' values as text; null for NULL
   * @throws IllegalArgumentException if a column of the template is not in the group
   */
  public String render(Map<String, String> group, Instant windowStart) {
    StringBuilder key = new StringBuilder(literals.get(0));
    for (int i = 0; i < columns.size(); i++) {
      append(columns.get(i), group, windowStart, key);
      key.append(literals.get(i + 1));
    }
    return key.toString();
  }

  private static void append(
      String column, Map<String, String> group, Instant windowStart, StringBuilder key) {
    if (column.equals(WINDOW_START)) {
      key.append(windowStart);
    } else if (group.containsKey(column)) {
      appendValue(group.get(column), key);
    } else {
      throw new IllegalArgumentException("Cannot render hot key: no value for {" + column + "}");
    }
  }

  private static void appendValue(String value, StringBuilder key) {
    if (value == null) {
      key.append("%NULL");
    } else {
      value.codePoints().forEach(point -> appendEncoded(point, key));
    }
  }

  private static void appendEncoded(int point, StringBuilder key) {
    if (isUnreserved(point)) {
      key.append((char) point);
    } else if (point < 0x80) {
      appendByte(point, key);
    } else if (point < 0x800) {
      appendByte(0xC0 | (point >> 6), key);
      appendContinuation(point, key);
    } else if (point < 0x10000) {
      // Also a lone surrogate, which Java's own encoder would turn into '?', as any other.
      appendByte(0xE0 | (point >> 12), key);
      appendContinuation(point >> 6, key);
      appendContinuation(point, key);
    } else {
      appendByte(0xF0 | (point >> 18), key);
      appendContinuation(point >> 12, key);
      appendContinuation(point >> 6, key);
      appendContinuation(point, key);
    }
  }

  private static void appendContinuation(int bits, StringBuilder key) {
    appendByte(0x80 | (bits & 0x3F), key);
  }

  private static void appendByte(int octet, StringBuilder key) {
    key.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
  }

  private static boolean isUnreserved(int point) {
    return (point >= 'a' && point <= 'z')
        || (point >= 'A' && point <= 'Z')
        || (point >= '0' && point <= '9')
        || UNRESERVED.indexOf(point) >= 0;
  }
}
