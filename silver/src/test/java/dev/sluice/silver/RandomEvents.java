package dev.sluice.silver;

import dev.sluice.silver.RandomJson.Member;
import dev.sluice.silver.RandomJson.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events of {@link DecoderCases#EVENT} made by chance: good ones, spoilt ones, mangled ones. */
final class RandomEvents {
  /**
   * A good event.
   *
   * @param values what its declared fields decode to, as Java values; missing ones are null
   */
  record Event(Node.Object document, Map<String, Object> values) {}

  private final Random random;
  private final RandomJson json;

  RandomEvents(long seed) {
    random = new Random(seed);
    json = new RandomJson(random);
  }

  RandomJson json() {
    return json;
  }

  /** A good event without undeclared fields. */
  Event event() {
    List<Member> members = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    String id = json.string();
    add(members, values, "id", id, json.quoted(id));
    maybe(
        () -> {
          long count = random.nextLong() >> json.below(64);
          add(members, values, "count", count, spelt(BigDecimal.valueOf(count)));
        });
    maybe(
        () -> {
          double score = Double.longBitsToDouble(random.nextLong());
          double finite = Double.isFinite(score) ? score : 0.5;
          add(members, values, "score", finite, Double.toString(finite));
        });
    maybe(
        () -> {
          BigDecimal price = decimal(18, 2);
          add(members, values, "price", price, spelt(price));
        });
    maybe(
        () -> {
          BigDecimal wei = decimal(38, 0);
          add(members, values, "wei", wei, '"' + spelt(wei) + '"');
        });
    maybe(
        () -> {
          boolean paid = random.nextBoolean();
          add(members, values, "paid", paid, "" + paid);
        });
    maybe(
        () -> {
          String state = json.oneOf("new", "paid");
          add(members, values, "state", state, json.quoted(state));
        });
    maybe(
        () -> {
          LocalDate day = LocalDate.of(1, 1, 1).plusDays(json.below(3_652_059));
          add(members, values, "day", (int) day.toEpochDay(), '"' + day.toString() + '"');
        });
    maybe(
        () -> {
          List<Object> tags = new ArrayList<>();
          List<Node> elements = new ArrayList<>();
          for (int i = json.below(4); i > 0; i--) {
            String tag = json.string();
            tags.add(tag);
            elements.add(new Node.Text(json.quoted(tag)));
          }
          values.put("tags", tags);
          members.add(Member.of("tags", new Node.Array(elements)));
        });
    return new Event((Node.Object) json.shuffled(new Node.Object(members)), values);
  }

  private void maybe(Runnable addition) {
    if (!json.oneIn(4)) {
      addition.run();
    }
  }

  private void add(
      List<Member> members, Map<String, Object> values, String name, Object value, String text) {
    values.put(name, value);
    // The key is escaped by chance too: it is the same key.
    members.add(new Member(json.quoted(name), new Node.Text(text)));
  }

  private BigDecimal decimal(int precision, int scale) {
    BigInteger bound = BigInteger.TEN.pow(1 + json.below(precision));
    BigInteger unscaled = new BigInteger(140, random).mod(bound);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
  }

  /** A decimal in one of the spellings of its value. */
  private String spelt(BigDecimal value) {
    int power = json.below(6) - 3;
    String digits = value.movePointLeft(power).toPlainString();
    return switch (json.below(4)) {
      case 0 -> digits + "e" + power;
      case 1 -> digits + (power < 0 ? "E" : json.oneOf("E+", "E")) + power;
      case 2 -> value.setScale(value.scale() + json.below(5)).toPlainString();
      default -> value.toPlainString();
    };
  }

  /** An event in which some things are wrong, the same whatever the order of its keys. */
  Node spoilt() {
    List<Member> members = new ArrayList<>(event().document().members());
    members.removeIf(member -> json.oneIn(3));
    for (int i = json.below(5); i > 0; i--) {
      members.add(wrong());
    }
    return new Node.Object(members);
  }

  private Member wrong() {
    Node bad = new Node.Text(json.oneOf("1e400", "NaN", "\"x\"", "1.505", "[]", "{}", "true"));
    String field =
        json.oneOf("count", "score", "price", "wei", "paid", "state", "at", "day", "percent", "x");
    return switch (json.below(12)) {
      case 0 -> Member.of("u", new Node.Text("\"\\ud800\""));
      case 1 -> Member.of("v", new Node.Text("1".repeat(65)));
      case 2 -> Member.of("w", new Node.Text("[".repeat(65) + "]".repeat(65)));
      case 3 -> Member.of("address", new Node.Object(List.of(Member.of("city", bad))));
      case 4 ->
          Member.of(
              "address",
              new Node.Object(
                  List.of(Member.of("floor", bad), Member.of("zip", bad), Member.of("a", "1"))));
      case 5 ->
          Member.of(
              "items",
              new Node.Array(
                  List.of(
                      new Node.Object(List.of(Member.of("price", bad), Member.of("a", "1"))),
                      new Node.Object(List.of(Member.of("sku", "1"), Member.of("price", "[]"))))));
      case 6 ->
          Member.of(
              "y",
              new Node.Object(List.of(Member.of("a", bad), Member.of(json.oneOf("a", "b"), "1"))));
      default -> Member.of(field, bad);
    };
  }

  /** Bytes that were a good event once. */
  byte[] mangled() {
    byte[] bytes = utf8(json.write(event().document()));
    for (int i = json.below(4); i >= 0; i--) {
      bytes = mangle(bytes);
    }
    return bytes;
  }

  private byte[] mangle(byte[] bytes) {
    int at = json.below(bytes.length + 1);
    int end = Math.min(bytes.length, at + json.below(20));
    return switch (json.below(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> flipped(bytes);
      case 2 -> splice(bytes, at, end, new byte[0]);
      case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      case 4 -> splice(bytes, at, end, utf8(json.write(event().document())));
      case 5 -> splice(bytes, at, end, randomBytes());
      case 6 -> splice(bytes, at, at, utf8(json.oneOf("[", "{\"a\":").repeat(json.below(200))));
      default -> splice(bytes, at, json.oneOf(at, end), utf8(fragment()));
    };
  }

  private String fragment() {
    return json.oneOf(
        "\\ud800",
        "\\u0000",
        "\ufeff",
        "\u0000",
        "NaN",
        "-Infinity",
        "+INF",
        "9".repeat(json.below(400)),
        "1e" + "9".repeat(json.below(80)),
        "\"",
        "\\",
        ",",
        ":",
        "}",
        "]",
        "null",
        "\"id\":\"b\",",
        "\"x\":1,\"x\":2,");
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[json.below(flipped.length)] ^= (byte) (1 << json.below(8));
    }
    return flipped;
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[json.below(16)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
    byte[] spliced = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(middle, 0, spliced, from, middle.length);
    System.arraycopy(bytes, to, spliced, from + middle.length, bytes.length - to);
    return spliced;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
