package dev.sluice.lanes;

import static dev.sluice.common.table.Reason.BAD_ENCODING;
import static dev.sluice.common.table.Reason.EVENT_TIME_SUSPECT;
import static dev.sluice.common.table.Reason.FUTURE_EVENT_TIME;
import static dev.sluice.common.table.Reason.LIMIT_EXCEEDED;
import static dev.sluice.common.table.Reason.MALFORMED;
import static dev.sluice.common.table.Reason.MISSING_FIELD;
import static dev.sluice.common.table.Reason.NON_FINITE;
import static dev.sluice.common.table.Reason.OUT_OF_RANGE;
import static dev.sluice.common.table.Reason.RULE_FAILED;
import static dev.sluice.common.table.Reason.SCHEMA_INCOMPATIBLE;
import static dev.sluice.common.table.Reason.SCHEMA_UNKNOWN;
import static dev.sluice.common.table.Reason.TOMBSTONE;
import static dev.sluice.common.table.Reason.TOO_LARGE;
import static dev.sluice.common.table.Reason.UNKNOWN_ENUM;
import static dev.sluice.lanes.TestRegistry.wired;
import static dev.sluice.lanes.WireBytes.bytes;
import static dev.sluice.lanes.WireBytes.fixed32;
import static dev.sluice.lanes.WireBytes.join;
import static dev.sluice.lanes.WireBytes.overfullVarint;
import static dev.sluice.lanes.WireBytes.overlongVarint;
import static dev.sluice.lanes.WireBytes.utf8;
import static dev.sluice.lanes.WireBytes.zigzag;

import dev.sluice.common.table.Reason;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of {@code bad-input.md} that concern one value, in Avro behind a schema id. The writer
 * may leave out what the dataset requires, and knows more than it: what is wrong with its events is
 * a matter of each one.
 */
final class AvroPoison {
  private static final long HOUR = 3_600_000;
  private static final int FIRST_UNKNOWN_ID = 7_000_000;

  private static final String READER =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "event_id", "type": "string"},
        {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "price", "type":
          {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}},
        {"name": "quantity", "type": "int"},
        {"name": "ratio", "type": ["null", "double"], "default": null},
        {"name": "tier", "type": {"type": "enum", "name": "Tier", "symbols": ["free", "paid"]}},
        {"name": "paid", "type": "boolean"},
        {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "country", "type": ["null", "string"], "default": null}]}
      """;

  private static final String WRITER =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "event_id", "type": ["null", "string"]},
        {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "price", "type": ["null",
          {"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 4}]},
        {"name": "quantity", "type": "int"},
        {"name": "ratio", "type": ["null", "float"]},
        {"name": "tier", "type":
          {"type": "enum", "name": "Tier", "symbols": ["free", "paid", "golden"]}},
        {"name": "paid", "type": "boolean"},
        {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "country", "type": ["null", "string", "long"]},
        {"name": "chain", "type": {"type": "record", "name": "Link", "fields": [
          {"name": "next", "type": ["null", "Link"]}]}},
        {"name": "nothings", "type": {"type": "array", "items": "null"}},
        {"name": "note", "type": "string"}]}
      """;

  private final int writer;
  private final int incompatible;
  private final int ofAnotherSubject;

  private AvroPoison(String subject) {
    writer = TestRegistry.register(subject, "AVRO", WRITER);
    incompatible =
        TestRegistry.register(subject, "AVRO", WRITER.replace("\"boolean\"", "\"double\""));
    ofAnotherSubject =
        TestRegistry.register("other-" + subject, "AVRO", WRITER.replace("Order", "Invoice"));
  }

  static Poisoned dataset(String name) {
    String subject = name + "-value";
    AvroPoison avro = new AvroPoison(subject);
    return new Poisoned(
        name,
        name + ".avsc",
        READER.getBytes(StandardCharsets.UTF_8),
        """
        format: avro
        registry: {subject: %s}
        eventTime: {field: occurred_at, unit: millis}
        """
            .formatted(subject),
        avro.all(),
        id -> avro.behindId(event(id)));
  }

  private List<Poison> all() {
    return List.of(
        event(MALFORMED, (random, id) -> cut(random, event(id))),
        event(MALFORMED, (random, id) -> join(event(id), bytes(random.nextInt(256)))),
        event(MALFORMED, (random, id) -> join(event(id), event(id))),
        with(MALFORMED, "quantity", random -> overlongVarint()),
        with(MALFORMED, "quantity", random -> overfullVarint()),
        with(MALFORMED, "quantity", random -> zigzag((1L << 31) + random.nextInt(100))),
        with(MALFORMED, "paid", random -> bytes(2 + random.nextInt(254))),
        with(MALFORMED, "country", random -> zigzag(3 + random.nextInt(100))),
        with(MALFORMED, "country", random -> zigzag(-1 - random.nextInt(100))),
        with(MALFORMED, "tier", random -> zigzag(3 + random.nextInt(100))),
        with(MALFORMED, "event_id", random -> join(zigzag(1), zigzag(-1 - random.nextInt(100)))),
        with(MALFORMED, "note", random -> zigzag(1 + random.nextInt(1 << 30))),
        with(MALFORMED, "tags", random -> zigzag(1L << (17 + random.nextInt(40)))),
        with(MALFORMED, "nothings", random -> zigzag(Long.MIN_VALUE + random.nextInt(100))),
        with(LIMIT_EXCEEDED, "price", random -> decimal(new byte[65 + random.nextInt(100)])),
        with(LIMIT_EXCEEDED, "chain", random -> chain(65 + random.nextInt(900))),
        with(LIMIT_EXCEEDED, "nothings", random -> nothings(2 + random.nextInt(9))),
        with(TOO_LARGE, "note", random -> text("x".repeat(Poison.MAX_VALUE_BYTES))),
        with(BAD_ENCODING, "country", random -> join(zigzag(1), sized(BadTexts.any(random)))),
        with(BAD_ENCODING, "tags", random -> tags(BadTexts.any(random))),
        with(BAD_ENCODING, "note", random -> sized(BadTexts.any(random))),
        new Poison(TOMBSTONE, (random, id) -> null),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> join(bytes(1 + random.nextInt(255)), event(id))),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> new byte[random.nextInt(5)]),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> utf8("{\"event_id\": \"" + id + "\"}")),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> wired(unknown(random), event(id))),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> wired(ofAnotherSubject, event(id))),
        new Poison(SCHEMA_INCOMPATIBLE, (random, id) -> wired(incompatible, event(id))),
        with(SCHEMA_INCOMPATIBLE, "country", random -> join(zigzag(2), zigzag(random.nextInt()))),
        with(MISSING_FIELD, "event_id", random -> zigzag(0)),
        with(MISSING_FIELD, "event_id", random -> join(zigzag(1), text(""))),
        with(MISSING_FIELD, "price", random -> zigzag(0)),
        with(OUT_OF_RANGE, "price", random -> decimal("1.000" + (1 + random.nextInt(9)))),
        with(OUT_OF_RANGE, "price", random -> decimal("1" + digits(random, 16) + ".0000")),
        with(OUT_OF_RANGE, "seen", random -> zigzag(Long.MAX_VALUE - random.nextInt(1_000))),
        with(OUT_OF_RANGE, "seen", random -> zigzag(now() * 1_000)),
        with(OUT_OF_RANGE, "day", random -> zigzag(2_932_897 + random.nextInt(1_000))),
        with(NON_FINITE, "ratio", random -> join(zigzag(1), fixed32(notFinite(random)))),
        with(UNKNOWN_ENUM, "tier", random -> zigzag(2)),
        with(EVENT_TIME_SUSPECT, "occurred_at", random -> zigzag(now() / 1_000)),
        with(EVENT_TIME_SUSPECT, "occurred_at", random -> zigzag(now() * 1_000)),
        with(EVENT_TIME_SUSPECT, "occurred_at", random -> zigzag(now() * 1_000_000)),
        with(FUTURE_EVENT_TIME, "occurred_at", random -> zigzag(now() + HOUR)),
        with(RULE_FAILED, "price", random -> decimal("-" + (1 + random.nextInt(100)) + ".0000")));
  }

  /** Of an event with its writer's id before it. */
  private Poison event(Reason reason, BiFunction<Random, String, byte[]> event) {
    return new Poison(reason, (random, id) -> behindId(event.apply(random, id)));
  }

  /** Of an event in which one field is another one. */
  private Poison with(Reason reason, String field, Function<Random, byte[]> value) {
    return event(
        reason,
        (random, id) -> {
          Map<String, byte[]> fields = fields(id);
          fields.put(field, value.apply(random));
          return join(fields.values());
        });
  }

  private byte[] behindId(byte[] event) {
    return wired(writer, event);
  }

  /** What silver takes. */
  private static byte[] event(String id) {
    return join(fields(id).values());
  }

  /** In the writer's order: an event of Avro is its fields, one behind the other. */
  private static Map<String, byte[]> fields(String id) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("event_id", join(zigzag(1), text(id)));
    fields.put("occurred_at", zigzag(now()));
    fields.put("price", decimal("1.5000"));
    fields.put("quantity", zigzag(3));
    fields.put("ratio", join(zigzag(1), fixed32(0.25f)));
    fields.put("tier", zigzag(1));
    fields.put("paid", bytes(1));
    fields.put("seen", zigzag(now()));
    fields.put("day", zigzag(20_000));
    fields.put("tags", tags(utf8("new")));
    fields.put("country", join(zigzag(1), text("DE")));
    fields.put("chain", chain(1));
    fields.put("nothings", nothings(0));
    fields.put("note", text(Poison.HOSTILE));
    return fields;
  }

  private static byte[] text(String text) {
    return sized(utf8(text));
  }

  private static byte[] sized(byte[] bytes) {
    return join(zigzag(bytes.length), bytes);
  }

  /** Not null, with four digits behind the point. */
  private static byte[] decimal(String number) {
    return decimal(new BigDecimal(number).unscaledValue().toByteArray());
  }

  private static byte[] decimal(byte[] digits) {
    return join(zigzag(1), sized(digits));
  }

  private static byte[] tags(byte[] tag) {
    return join(zigzag(1), sized(tag), zigzag(0));
  }

  /** Records within one another. */
  private static byte[] chain(int links) {
    byte[] chain = new byte[links];
    Arrays.fill(chain, 0, links - 1, (byte) 2);
    return chain;
  }

  /** Blocks of as many nulls as an array may have. */
  private static byte[] nothings(int blocks) {
    byte[] block = zigzag(1 << 16);
    byte[] all = new byte[0];
    for (int n = 0; n < blocks; n++) {
      all = join(all, block);
    }
    return join(all, zigzag(0));
  }

  private static byte[] cut(Random random, byte[] event) {
    return Arrays.copyOf(event, random.nextInt(event.length));
  }

  private static String digits(Random random, int count) {
    return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
  }

  private static int unknown(Random random) {
    return FIRST_UNKNOWN_ID + random.nextInt(20);
  }

  private static float notFinite(Random random) {
    return List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
        .get(random.nextInt(3));
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
