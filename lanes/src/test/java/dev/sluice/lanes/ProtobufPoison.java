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
import static dev.sluice.common.table.Reason.TYPE_MISMATCH;
import static dev.sluice.common.table.Reason.UNKNOWN_ENUM;
import static dev.sluice.lanes.TestRegistry.wired;
import static dev.sluice.lanes.WireBytes.bytes;
import static dev.sluice.lanes.WireBytes.fixed64;
import static dev.sluice.lanes.WireBytes.join;
import static dev.sluice.lanes.WireBytes.overfullVarint;
import static dev.sluice.lanes.WireBytes.overlongVarint;
import static dev.sluice.lanes.WireBytes.utf8;
import static dev.sluice.lanes.WireBytes.varint;
import static dev.sluice.lanes.WireBytes.zigzag;

import dev.sluice.common.table.Reason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The rows of {@code bad-input.md} that concern one value, in Protobuf behind a schema id. */
final class ProtobufPoison {
  private static final long HOUR = 3_600_000;
  private static final int FIRST_UNKNOWN_ID = 8_000_000;

  // How the value of a field ends.
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int GROUP = 3;
  private static final int END_OF_GROUP = 4;

  /** A field that the dataset does not know. */
  private static final int NOTE = 99;

  private static final List<String> FIELDS =
      List.of(
          "string event_id",
          "google.protobuf.Timestamp occurred_at",
          "sint64 price",
          "int32 quantity",
          "double ratio",
          "Tier tier",
          "uint64 size",
          "repeated string tags",
          "Place place",
          "google.protobuf.Timestamp seen",
          "uint32 level",
          "bool paid",
          "repeated int32 marks",
          "sint32 delta");

  private static final TestProto ORDER =
      new TestProto()
          .enumeration("Tier", "free", "paid")
          .message("Place", "string city")
          .message("Order", FIELDS.toArray(String[]::new));

  /** Where the messages stand in their file. */
  private static final byte[] IS_PLACE = {0};

  private static final byte[] IS_ORDER = {2, 2};

  private final int writer;
  private final int ofAnotherSubject;

  private ProtobufPoison(String subject) {
    writer = TestRegistry.register(subject, "PROTOBUF", ORDER.text());
    ofAnotherSubject =
        TestRegistry.register(
            "other-" + subject, "PROTOBUF", ORDER.text().replace("delta", "epsilon"));
  }

  static Poisoned dataset(String name) {
    String subject = name + "-value";
    ProtobufPoison protobuf = new ProtobufPoison(subject);
    return new Poisoned(
        name,
        name + ".desc",
        ORDER.descriptorSet(),
        """
        format: protobuf
        message: shop.Order
        registry: {subject: %s}
        eventTime: {field: occurred_at, unit: micros}
        """
            .formatted(subject),
        protobuf.all(),
        id -> protobuf.behindId(event(id)));
  }

  private List<Poison> all() {
    return List.of(
        event(MALFORMED, (random, id) -> cut(random, event(id))),
        more(MALFORMED, random -> bytes(0)),
        more(MALFORMED, random -> field("price", 6 + random.nextInt(2), bytes(1))),
        more(MALFORMED, random -> tag(NOTE, END_OF_GROUP)),
        more(MALFORMED, random -> join(tag(NOTE, GROUP), tag(7, VARINT), bytes(1))),
        more(MALFORMED, random -> join(tag(NOTE, GROUP), tag(NOTE + 1, END_OF_GROUP))),
        more(MALFORMED, random -> join(varint(1L << (35 + random.nextInt(20))), bytes(1))),
        with(MALFORMED, "quantity", random -> field("quantity", VARINT, overlongVarint())),
        with(MALFORMED, "size", random -> field("size", VARINT, overfullVarint())),
        with(MALFORMED, "place", random -> field("place", LENGTH, bytes(100, 1))),
        with(MALFORMED, "place", random -> field("place", LENGTH, bytes(2, 10, 7))),
        with(MALFORMED, "event_id", random -> field("event_id", LENGTH, varint(-1L))),
        with(MALFORMED, "marks", random -> field("marks", LENGTH, bytes(2, 1, 0x80))),
        new Poison(MALFORMED, (random, id) -> wired(writer, new byte[0])),
        new Poison(MALFORMED, (random, id) -> wired(writer, zigzag(-1 - random.nextInt(100)))),
        more(LIMIT_EXCEEDED, random -> groups(65 + random.nextInt(900))),
        more(TOO_LARGE, random -> note("x".repeat(Poison.MAX_VALUE_BYTES))),
        with(BAD_ENCODING, "tags", random -> text("tags", BadTexts.any(random))),
        with(BAD_ENCODING, "event_id", random -> text("event_id", BadTexts.any(random))),
        with(BAD_ENCODING, "place", random -> place(BadTexts.any(random))),
        new Poison(TOMBSTONE, (random, id) -> null),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> join(bytes(1 + random.nextInt(255)), event(id))),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> new byte[random.nextInt(5)]),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> wired(unknown(random), ofOrder(event(id)))),
        new Poison(SCHEMA_UNKNOWN, (random, id) -> wired(ofAnotherSubject, ofOrder(event(id)))),
        new Poison(SCHEMA_INCOMPATIBLE, (random, id) -> wired(writer, join(IS_PLACE, event(id)))),
        new Poison(SCHEMA_INCOMPATIBLE, (random, id) -> wired(writer, elsewhere(random, id))),
        with(MISSING_FIELD, "occurred_at", random -> new byte[0]),
        with(MISSING_FIELD, "event_id", random -> new byte[0]),
        with(MISSING_FIELD, "event_id", random -> text("event_id", new byte[0])),
        with(TYPE_MISMATCH, "price", random -> field("price", EIGHT_BYTES, fixed64(1.5))),
        with(TYPE_MISMATCH, "ratio", random -> field("ratio", VARINT, varint(random.nextInt(100)))),
        with(TYPE_MISMATCH, "place", random -> field("place", VARINT, bytes(1))),
        with(TYPE_MISMATCH, "tags", random -> field("tags", VARINT, bytes(1))),
        with(TYPE_MISMATCH, "paid", random -> text("paid", utf8("true"))),
        with(TYPE_MISMATCH, "seen", random -> field("seen", VARINT, varint(now()))),
        with(TYPE_MISMATCH, "seen", random -> sized("seen", join(tag(1, EIGHT_BYTES), fixed64(1)))),
        with(
            OUT_OF_RANGE,
            "size",
            random -> field("size", VARINT, varint(-1L - random.nextInt(100)))),
        with(OUT_OF_RANGE, "quantity", random -> field("quantity", VARINT, tooLarge(random))),
        with(OUT_OF_RANGE, "level", random -> field("level", VARINT, tooLarge(random))),
        with(OUT_OF_RANGE, "marks", random -> field("marks", VARINT, tooLarge(random))),
        with(OUT_OF_RANGE, "delta", random -> field("delta", VARINT, zigzag(1L << 31))),
        with(OUT_OF_RANGE, "paid", random -> field("paid", VARINT, varint(2 + random.nextInt(9)))),
        with(OUT_OF_RANGE, "seen", random -> seen(253_402_300_800L + random.nextInt(100), 0)),
        with(OUT_OF_RANGE, "seen", random -> seen(1, 1_000_000_000L + random.nextInt(100))),
        with(OUT_OF_RANGE, "seen", random -> seen(1, (1L << 32) + random.nextInt(100))),
        with(
            NON_FINITE, "ratio", random -> field("ratio", EIGHT_BYTES, fixed64(notFinite(random)))),
        with(UNKNOWN_ENUM, "tier", random -> field("tier", VARINT, varint(2 + random.nextInt(9)))),
        with(UNKNOWN_ENUM, "tier", random -> field("tier", VARINT, varint((1L << 32) + 1))),
        with(EVENT_TIME_SUSPECT, "occurred_at", random -> time("occurred_at", now() / 1_000)),
        with(EVENT_TIME_SUSPECT, "occurred_at", random -> time("occurred_at", now() * 1_000)),
        with(EVENT_TIME_SUSPECT, "occurred_at", random -> time("occurred_at", now() * 1_000_000)),
        with(FUTURE_EVENT_TIME, "occurred_at", random -> time("occurred_at", now() + HOUR)),
        with(RULE_FAILED, "price", random -> price(-1 - random.nextInt(100))));
  }

  /** Of an event with its writer's id and the position of its message before it. */
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

  /** Of an event with something behind it. */
  private Poison more(Reason reason, Function<Random, byte[]> more) {
    return event(reason, (random, id) -> join(event(id), more.apply(random)));
  }

  private byte[] behindId(byte[] event) {
    return wired(writer, ofOrder(event));
  }

  private static byte[] ofOrder(byte[] event) {
    return join(IS_ORDER, event);
  }

  /** What silver takes. */
  private static byte[] event(String id) {
    return join(fields(id).values());
  }

  /** An event of Protobuf is its fields, one behind the other. */
  private static Map<String, byte[]> fields(String id) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("event_id", text("event_id", utf8(id)));
    fields.put("occurred_at", time("occurred_at", now()));
    fields.put("price", price(150));
    fields.put("quantity", field("quantity", VARINT, varint(-3L)));
    fields.put("ratio", field("ratio", EIGHT_BYTES, fixed64(0.25)));
    fields.put("tier", field("tier", VARINT, bytes(1)));
    fields.put("size", field("size", VARINT, varint(Long.MAX_VALUE)));
    fields.put("tags", text("tags", utf8("new")));
    fields.put("place", place(utf8("Köln")));
    fields.put("seen", time("seen", now()));
    fields.put("level", field("level", VARINT, varint(0xffff_ffffL)));
    fields.put("paid", field("paid", VARINT, bytes(1)));
    fields.put("marks", field("marks", LENGTH, bytes(2, 1, 2)));
    fields.put("delta", field("delta", VARINT, zigzag(Integer.MIN_VALUE)));
    fields.put("note", note(Poison.HOSTILE));
    return fields;
  }

  private static byte[] field(String name, int type, byte[] value) {
    return join(tag(number(name), type), value);
  }

  private static int number(String name) {
    for (int n = 0; n < FIELDS.size(); n++) {
      if (FIELDS.get(n).endsWith(" " + name)) {
        return n + 1;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static byte[] tag(int number, int type) {
    return varint((long) number << 3 | type);
  }

  private static byte[] text(String name, byte[] text) {
    return sized(name, text);
  }

  private static byte[] sized(String name, byte[] value) {
    return field(name, LENGTH, join(varint(value.length), value));
  }

  private static byte[] note(String text) {
    return join(tag(NOTE, LENGTH), varint(utf8(text).length), utf8(text));
  }

  private static byte[] price(long cents) {
    return field("price", VARINT, zigzag(cents));
  }

  private static byte[] place(byte[] city) {
    return sized("place", join(tag(1, LENGTH), varint(city.length), city));
  }

  private static byte[] time(String name, long millis) {
    return sized(
        name,
        join(
            join(tag(1, VARINT), varint(millis / 1_000)),
            join(tag(2, VARINT), varint(millis % 1_000 * 1_000_000))));
  }

  private static byte[] seen(long seconds, long nanos) {
    return sized("seen", join(tag(1, VARINT), varint(seconds), tag(2, VARINT), varint(nanos)));
  }

  /** A number of more than 32 bits. */
  private static byte[] tooLarge(Random random) {
    return varint((1L << 32) + random.nextInt(1_000));
  }

  /** Groups within one another, of a field that the dataset does not know. */
  private static byte[] groups(int depth) {
    byte[][] tags = new byte[2 * depth][];
    Arrays.fill(tags, 0, depth, tag(NOTE, GROUP));
    Arrays.fill(tags, depth, 2 * depth, tag(NOTE, END_OF_GROUP));
    return join(tags);
  }

  /** The position of a message that the writer's file does not have. */
  private static byte[] elsewhere(Random random, String id) {
    return join(zigzag(1), zigzag(2 + random.nextInt(100)), event(id));
  }

  /** Within the text that comes last: before it an event could end. */
  private static byte[] cut(Random random, byte[] event) {
    return Arrays.copyOf(event, event.length - 1 - random.nextInt(Poison.HOSTILE.length()));
  }

  private static int unknown(Random random) {
    return FIRST_UNKNOWN_ID + random.nextInt(20);
  }

  private static double notFinite(Random random) {
    return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
        .get(random.nextInt(3));
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
