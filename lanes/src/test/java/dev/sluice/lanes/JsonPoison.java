package dev.sluice.lanes;

import static dev.sluice.common.table.Reason.BAD_ENCODING;
import static dev.sluice.common.table.Reason.DUPLICATE_KEY;
import static dev.sluice.common.table.Reason.EVENT_TIME_SUSPECT;
import static dev.sluice.common.table.Reason.FUTURE_EVENT_TIME;
import static dev.sluice.common.table.Reason.LIMIT_EXCEEDED;
import static dev.sluice.common.table.Reason.MALFORMED;
import static dev.sluice.common.table.Reason.MISSING_FIELD;
import static dev.sluice.common.table.Reason.NON_FINITE;
import static dev.sluice.common.table.Reason.OUT_OF_RANGE;
import static dev.sluice.common.table.Reason.RULE_FAILED;
import static dev.sluice.common.table.Reason.TOMBSTONE;
import static dev.sluice.common.table.Reason.TOO_LARGE;
import static dev.sluice.common.table.Reason.TYPE_MISMATCH;
import static dev.sluice.common.table.Reason.UNKNOWN_ENUM;

import dev.sluice.common.table.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The rows of {@code bad-input.md} that concern one value, in JSON. */
final class JsonPoison {
  private static final String MARKER = Poison.MARKER;

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "occurred_at", "price"],
       "properties": {
         "event_id": {"type": "string"},
         "occurred_at": {"type": "integer"},
         "price": {"type": "number", "sluiceType": "decimal(18,2)"},
         "quantity": {"type": "integer", "minimum": 0, "maximum": 1000},
         "ratio": {"type": "number"},
         "tier": {"type": "string", "enum": ["free", "paid"]},
         "tags": {"type": "array", "items": {"type": "string"}},
         "country": {"type": "string"}}}
      """;

  private static final long HOUR = 3_600_000;
  private static final List<String> REQUIRED = List.of("event_id", "occurred_at", "price");
  private static final List<String> KEYS = List.of("event_id", "price", "country", "unknown");
  private static final List<String> NOT_FINITE = List.of("NaN", "Infinity", "-Infinity");

  private static final List<Poison> ALL =
      List.of(
          text(MALFORMED, (random, id) -> cut(random, event(id))),
          text(MALFORMED, (random, id) -> event(id) + " ".repeat(random.nextInt(4)) + event(id)),
          text(MALFORMED, (random, id) -> event(id) + random.nextInt(100)),
          text(MALFORMED, (random, id) -> " \t\r\n".substring(0, random.nextInt(5))),
          text(MALFORMED, (random, id) -> event(id).replace(':', '=')),
          text(MALFORMED, (random, id) -> with(id, "price", "0" + random.nextInt(1, 100))),
          text(
              TOO_LARGE, (random, id) -> with(id, "country", text(random, Poison.MAX_VALUE_BYTES))),
          text(LIMIT_EXCEEDED, (random, id) -> with(id, "more", nested(65 + random.nextInt(900)))),
          text(LIMIT_EXCEEDED, (random, id) -> with(id, "price", digits(random, 65))),
          bytes(BAD_ENCODING, (random, id) -> broken(random, event(id))),
          bytes(BAD_ENCODING, (random, id) -> replaced(event(id), 0xC0, 0x80)),
          bytes(BAD_ENCODING, (random, id) -> replaced(event(id), 0xED, 0xA0, 0x80)),
          bytes(BAD_ENCODING, (random, id) -> replaced(event(id), 0xEF, 0xBB, 0xBF)),
          text(
              BAD_ENCODING,
              (random, id) -> with(id, "country", "\"\\ud800" + letter(random) + '"')),
          text(
              BAD_ENCODING,
              (random, id) -> with(id, "country", "\"\\u0000" + letter(random) + '"')),
          text(DUPLICATE_KEY, (random, id) -> again(event(id), pick(random, KEYS))),
          text(DUPLICATE_KEY, (random, id) -> with(id, "more", "{\"a\": 1, \"b\": 2, \"a\": 1}")),
          bytes(TOMBSTONE, (random, id) -> null),
          text(MISSING_FIELD, (random, id) -> without(id, pick(random, REQUIRED))),
          text(MISSING_FIELD, (random, id) -> with(id, pick(random, REQUIRED), "null")),
          text(MISSING_FIELD, (random, id) -> with(id, "event_id", "\"\"")),
          text(TYPE_MISMATCH, (random, id) -> with(id, "quantity", '"' + digits(random, 3) + '"')),
          text(TYPE_MISMATCH, (random, id) -> with(id, "country", digits(random, 3))),
          text(
              TYPE_MISMATCH,
              (random, id) -> with(id, "price", pick(random, List.of("true", "{}")))),
          text(
              TYPE_MISMATCH, (random, id) -> with(id, "tags", "[\"a\", " + random.nextInt() + "]")),
          text(OUT_OF_RANGE, (random, id) -> with(id, "quantity", digits(random, 4) + "0")),
          text(OUT_OF_RANGE, (random, id) -> with(id, "quantity", "-" + random.nextInt(1, 100))),
          text(OUT_OF_RANGE, (random, id) -> with(id, "ratio", "1e" + random.nextInt(400, 999))),
          text(OUT_OF_RANGE, (random, id) -> with(id, "price", "1.00" + random.nextInt(1, 10))),
          text(NON_FINITE, (random, id) -> with(id, "ratio", pick(random, NOT_FINITE))),
          text(NON_FINITE, (random, id) -> with(id, "ratio", '"' + pick(random, NOT_FINITE) + '"')),
          text(UNKNOWN_ENUM, (random, id) -> with(id, "tier", '"' + digits(random, 5) + '"')),
          text(EVENT_TIME_SUSPECT, (random, id) -> at(id, now() / 1_000 - random.nextInt(1_000))),
          text(EVENT_TIME_SUSPECT, (random, id) -> at(id, now() * 1_000 + random.nextInt(1_000))),
          text(FUTURE_EVENT_TIME, (random, id) -> at(id, now() + HOUR + random.nextInt(1_000))),
          text(RULE_FAILED, (random, id) -> with(id, "price", "-" + random.nextInt(1, 100))));

  private static Poison text(Reason reason, BiFunction<Random, String, String> value) {
    return new Poison(
        reason, (random, id) -> value.apply(random, id).getBytes(StandardCharsets.UTF_8));
  }

  private static Poison bytes(Reason reason, BiFunction<Random, String, byte[]> value) {
    return new Poison(reason, value);
  }

  private JsonPoison() {}

  static Poisoned dataset(String name) {
    return new Poisoned(
        name,
        name + ".schema.json",
        SCHEMA.getBytes(StandardCharsets.UTF_8),
        """
        format: json
        eventTime: {field: occurred_at, unit: millis}
        """,
        ALL,
        id -> event(id).getBytes(StandardCharsets.UTF_8));
  }

  /** What silver takes. */
  private static String event(String id) {
    return document(members(id));
  }

  private static Map<String, String> members(String id) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("event_id", '"' + id + '"');
    members.put("occurred_at", Long.toString(now()));
    members.put("price", "1.50");
    members.put("quantity", "3");
    members.put("ratio", "0.25");
    members.put("tier", "\"paid\"");
    members.put("country", "\"DE\"");
    members.put("unknown", '"' + MARKER + " <script>${jndi:ldap://x}</script>\\r\\n\\u001b[31m\"");
    return members;
  }

  private static String document(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\": " + member.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String with(String id, String key, String value) {
    Map<String, String> members = members(id);
    members.put(key, value);
    return document(members);
  }

  private static String without(String id, String key) {
    Map<String, String> members = members(id);
    members.remove(key);
    return document(members);
  }

  private static String at(String id, long time) {
    return with(id, "occurred_at", Long.toString(time));
  }

  private static String again(String event, String key) {
    return event.substring(0, event.length() - 1) + ", \"" + key + "\": null}";
  }

  private static String cut(Random random, String event) {
    return event.substring(0, 1 + random.nextInt(event.length() - 1));
  }

  /** A byte that begins nothing in UTF-8 within the text. */
  private static byte[] broken(Random random, String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    bytes[event.indexOf(MARKER) + random.nextInt(MARKER.length())] =
        (byte) (0xF8 + random.nextInt(8));
    return bytes;
  }

  /** Other bytes where the country is. */
  private static byte[] replaced(String event, int... others) {
    StringBuilder latin = new StringBuilder();
    for (int other : others) {
      latin.append((char) other);
    }
    return event.replace("DE", latin).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String text(Random random, int length) {
    return '"' + letter(random).repeat(length) + '"';
  }

  private static String digits(Random random, int count) {
    return random.ints(count, 1, 10).mapToObj(Integer::toString).collect(Collectors.joining());
  }

  private static String letter(Random random) {
    return Character.toString('a' + random.nextInt(26));
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
