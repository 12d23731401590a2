package dev.sluice.lanes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The secrets of the canary test in Protobuf, from writers that know more than the dataset. */
final class ProtobufCanary {
  private static final int UNKNOWN_ID = 4_711_043;

  /** Where the message of an event stands among those of its file: the first, and the second. */
  private static final byte[] VISIT = {0};

  private static final byte[] CUSTOMER = {2, 2};
  private static final TestProto READER = visit("", "", "");
  private static final TestProto WRITER =
      visit("optional string phone", "optional string other", "optional string hidden");

  private final Map<String, String> secrets = Canary.secrets("p", 203);
  private final int writer;

  private ProtobufCanary(String subject) {
    secrets.put("of a wrong type", "p13-not-a-message");
    secrets.put("of another message", "p14-another-message");
    secrets.put("of an unknown writer", "p15-unknown");
    secrets.put("no text", "p16-no-text");
    writer = TestRegistry.register(subject, "PROTOBUF", WRITER.text());
  }

  static Canary dataset(String name) {
    String subject = name + "-value";
    ProtobufCanary protobuf = new ProtobufCanary(subject);
    return new Canary(
        name,
        protobuf.secrets,
        name + ".desc",
        READER.descriptorSet(),
        """
        format: protobuf
        message: shop.Visit
        registry: {subject: %s}
        eventTime: {field: occurred_at, unit: micros}
        """
            .formatted(subject),
        "",
        protobuf.events(),
        List.of(
            "MALFORMED",
            "LIMIT_EXCEEDED",
            "RULE_FAILED",
            "TYPE_MISMATCH",
            "SCHEMA_INCOMPATIBLE",
            "SCHEMA_UNKNOWN",
            "BAD_ENCODING"));
  }

  private List<byte[]> events() {
    byte[] malformed = event(Map.of("event_id", "m", "user_id", of("malformed") + "!"));
    return List.of(
        good(),
        good(),
        Arrays.copyOf(malformed, malformed.length - 1),
        event(Map.of("event_id", "l", "user_id", Canary.tooLong(of("too long")))),
        event(Map.of("event_id", "r", "user_id", "u", "card", of("against a rule"))),
        event(Map.of("event_id", "f", "user_id", of("filtered"))),
        ofAWrongType(),
        wired(writer, CUSTOMER, Map.of("user_id", of("of another message"))),
        wired(UNKNOWN_ID, VISIT, Map.of("user_id", of("of an unknown writer"))),
        noText());
  }

  private byte[] good() {
    return event(
        Map.of(
            "event_id", of("an id"),
            "user_id", of("signed"),
            "card", of("masked"),
            "ip", of("truncated"),
            "note", of("dropped"),
            "phone", of("undeclared"),
            "customer", Map.of("email", of("in a struct"), "age", 36, "other", of("in a struct")),
            "items",
                List.of(
                    Map.of("owner", of("in an array"), "price", 7, "hidden", of("in an array")))));
  }

  /** A text where the second field, the time, is a varint, and a secret behind it. */
  private byte[] ofAWrongType() {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(event(Map.of("event_id", "t", "user_id", of("of a wrong type"))));
    event.writeBytes(new byte[] {2 << 3, 1});
    return event.toByteArray();
  }

  /** The last character is a byte that begins nothing in UTF-8. */
  private byte[] noText() {
    String secret = of("no text");
    byte[] event = event(Map.of("event_id", "e", "user_id", secret + "?"));
    int at = new String(event, StandardCharsets.ISO_8859_1).indexOf(secret);
    event[at + secret.length()] = (byte) 0xff;
    return event;
  }

  private byte[] event(Map<String, Object> values) {
    return wired(writer, VISIT, values);
  }

  /** An event in the wire format. */
  private static byte[] wired(int id, byte[] path, Map<String, Object> values) {
    Map<String, Object> visit = new HashMap<>(values);
    visit.put("occurred_at", System.currentTimeMillis());
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(path);
    event.writeBytes(WRITER.bytes("Visit", visit));
    return TestRegistry.wired(id, event.toByteArray());
  }

  private static TestProto visit(String more, String ofCustomer, String ofItem) {
    return new TestProto()
        .message(
            "Visit",
            fields(
                more,
                "string event_id",
                "google.protobuf.Timestamp occurred_at",
                "string user_id",
                "optional string card",
                "optional string ip",
                "Customer customer",
                "repeated Item items",
                "optional string note"))
        .message("Customer", fields(ofCustomer, "optional string email", "optional int32 age"))
        .message("Item", fields(ofItem, "optional string owner", "optional int32 price"));
  }

  /** With one more behind them, if there is any. */
  private static String[] fields(String more, String... fields) {
    if (more.isEmpty()) {
      return fields;
    }
    String[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = more;
    return all;
  }

  private String of(String way) {
    return secrets.get(way);
  }
}
