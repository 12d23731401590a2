package dev.sluice.common.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The template of a Redis key: literal text and {@code {column}} placeholders. A placeholder stands
 * for its value percent-encoded to RFC 3986's unreserved characters.
 */
record HotKeyParts(List<Part> parts) {
  /** The placeholder of the window's start, which every key needs. */
  static final String WINDOW_START = "window_start";

  private static final Pattern PART = Pattern.compile("\\{([^{}]+)}|([^{}]+)");

  /** What an encoded value never contains; {@code %} it does. */
  private static final Pattern SEPARATES = Pattern.compile("[^A-Za-z0-9._~%-]");

  HotKeyParts {
    parts = List.copyOf(parts);
  }

  /** Empty when braces do not pair up. */
  static Optional<HotKeyParts> parse(String template) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(template);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      parts.add(
          matcher.group(1) != null
              ? new Placeholder(matcher.group(1))
              : new Literal(matcher.group(2)));
      end = matcher.end();
    }
    return end == template.length() ? Optional.of(new HotKeyParts(parts)) : Optional.empty();
  }

  List<String> placeholders() {
    return parts.stream()
        .filter(Placeholder.class::isInstance)
        .map(part -> ((Placeholder) part).name())
        .toList();
  }

  /** Pairs of placeholders whose values could run into one another: {@code {a}{b}}. */
  List<String> unseparated() {
    List<String> pairs = new ArrayList<>();
    Placeholder before = null;
    String between = "";
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        between = literal.text();
      } else if (part instanceof Placeholder placeholder) {
        if (before != null && !SEPARATES.matcher(between).find()) {
          pairs.add("{" + before.name() + "}" + between + "{" + placeholder.name() + "}");
        }
        before = placeholder;
        between = "";
      }
    }
    return pairs;
  }

  /** Two templates of one shape make the same keys. */
  String shape() {
    return parts.stream()
        .map(part -> part instanceof Literal literal ? literal.text() : "{}")
        .collect(Collectors.joining());
  }

  /** Text or placeholder. */
  sealed interface Part {}

  record Literal(String text) implements Part {}

  record Placeholder(String name) implements Part {}
}
