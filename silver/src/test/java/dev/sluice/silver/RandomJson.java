package dev.sluice.silver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** JSON values made by chance, as trees that can be written in many ways. */
final class RandomJson {
  /** A JSON value. Objects keep their members as a list, so that a key may come twice. */
  sealed interface Node {
    /** Anything written as it is: numbers, strings, what is no JSON at all. */
    record Text(String json) implements Node {}

    record Object(List<Member> members) implements Node {}

    record Array(List<Node> elements) implements Node {}
  }

  /** One member of an object; the key is JSON text with its quotes. */
  record Member(String key, Node value) {
    static Member of(String name, Node value) {
      return new Member('"' + name + '"', value);
    }

    static Member of(String name, String json) {
      return of(name, new Node.Text(json));
    }
  }

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** White space, mostly none. */
  String space() {
    return oneIn(8) ? oneOf(" ", "\n", "\t", "\r\n", "   ") : "";
  }

  /** A string of any characters JSON may carry, from every plane. */
  String string() {
    StringBuilder text = new StringBuilder();
    for (int i = below(12); i > 0; i--) {
      text.appendCodePoint(codePoint());
    }
    return text.toString();
  }

  private int codePoint() {
    int limit = oneOf(0x80, 0x80, 0x800, 0x3000, 0x10000, 0x110000);
    int codePoint = 1 + below(limit - 1);
    boolean isBarred =
        codePoint == 0xfeff
            || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    return isBarred ? 'x' : codePoint;
  }

  /** A string as JSON text, each character raw or escaped as chance will have it. */
  String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints().forEach(codePoint -> append(json, codePoint));
    return json.append('"').toString();
  }

  private void append(StringBuilder json, int codePoint) {
    int letter = "\"\\/\b\f\n\r\t".indexOf(codePoint);
    if (letter >= 0 && oneIn(2)) {
      json.append('\\').append("\"\\/bfnrt".charAt(letter));
    } else if (codePoint < 0x20 || codePoint == '"' || codePoint == '\\' || oneIn(6)) {
      for (char unit : Character.toChars(codePoint)) {
        json.append(String.format(oneIn(2) ? "\\u%04x" : "\\u%04X", (int) unit));
      }
    } else {
      json.appendCodePoint(codePoint);
    }
  }

  /** A number in any of JSON's spellings. */
  String number() {
    String digits = oneOf("0", "" + (1 + below(9)), "" + (1 + below(Integer.MAX_VALUE)));
    String fraction = oneIn(2) ? "." + below(100_000) : "";
    String exponent = oneIn(4) ? oneOf("e", "E") + oneOf("", "+", "-") + below(40) : "";
    return oneOf("", "-") + digits + fraction + exponent;
  }

  /** Any value, at most so many levels deep. */
  Node value(int levels) {
    if (levels > 0 && oneIn(3)) {
      List<Node> elements = new ArrayList<>();
      for (int i = below(4); i > 0; i--) {
        elements.add(value(levels - 1));
      }
      return new Node.Array(elements);
    }
    if (levels > 0 && oneIn(3)) {
      List<Member> members = new ArrayList<>();
      for (int i = below(4); i > 0; i--) {
        members.add(Member.of("k" + i, value(levels - 1)));
      }
      return new Node.Object(members);
    }
    return new Node.Text(oneOf("null", "true", "false", number(), quoted(string())));
  }

  /** The node as text, the members of its objects in their order. */
  String write(Node node) {
    StringBuilder text = new StringBuilder();
    write(node, text);
    return text.toString();
  }

  private void write(Node node, StringBuilder text) {
    if (node instanceof Node.Text leaf) {
      text.append(leaf.json());
    } else if (node instanceof Node.Array array) {
      text.append('[').append(space());
      String comma = "";
      for (Node element : array.elements()) {
        text.append(comma).append(space());
        write(element, text);
        comma = space() + ",";
      }
      text.append(space()).append(']');
    } else if (node instanceof Node.Object object) {
      text.append('{').append(space());
      String comma = "";
      for (Member member : object.members()) {
        text.append(comma).append(space()).append(member.key()).append(space()).append(':');
        text.append(space());
        write(member.value(), text);
        comma = space() + ",";
      }
      text.append(space()).append('}');
    }
  }

  /** The same value with the members of every object in another order. */
  Node shuffled(Node node) {
    if (node instanceof Node.Array array) {
      return new Node.Array(array.elements().stream().map(this::shuffled).toList());
    }
    if (node instanceof Node.Object object) {
      List<Member> members = new ArrayList<>();
      for (Member member : object.members()) {
        members.add(new Member(member.key(), shuffled(member.value())));
      }
      Collections.shuffle(members, random);
      return new Node.Object(members);
    }
    return node;
  }
}
