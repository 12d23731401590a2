package dev.sluice.lanes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The secrets of the canary test in Avro, from writers that know more than the dataset, or else.
 */
final class AvroCanary {
  private static final int UNKNOWN_ID = 4_711_042;
  private static final String READER = visit("\"string\"", "", "", "");
  private static final String WRITER =
      visit("\"string\"", text("phone"), text("Email"), text("hidden"));
  private static final String INCOMPATIBLE = visit("\"boolean\"", text("phone"), "", "");

  private final Map<String, String> secrets = Canary.secrets("a", 202);
  private final int writer;
  private final int incompatible;

  private AvroCanary(String subject) {
    secrets.put("of an incompatible writer", "a13-incompatible");
    secrets.put("of an unknown writer", "a14-unknown");
    secrets.put("no text", "a15-no-text");
    writer = TestRegistry.register(subject, "AVRO", WRITER);
    incompatible = TestRegistry.register(subject, "AVRO", INCOMPATIBLE);
  }

  static Canary dataset(String name) {
    String subject = name + "-value";
    AvroCanary avro = new AvroCanary(subject);
    return new Canary(
        name,
        avro.secrets,
        name + ".avsc",
        READER.getBytes(StandardCharsets.UTF_8),
        """
        format: avro
        registry: {subject: %s}
        eventTime: {field: occurred_at, unit: millis}
        """
            .formatted(subject),
        "",
        avro.events(),
        List.of(
            "MALFORMED",
            "LIMIT_EXCEEDED",
            "RULE_FAILED",
            "SCHEMA_INCOMPATIBLE",
            "SCHEMA_UNKNOWN",
            "BAD_ENCODING"));
  }

  private List<byte[]> events() {
    byte[] malformed = event(Map.of("event_id", "m", "user_id", of("malformed")));
    return List.of(
        good(),
        good(),
        Arrays.copyOf(malformed, malformed.length - 3),
        event(Map.of("event_id", "l", "user_id", Canary.tooLong(of("too long")))),
        event(Map.of("event_id", "r", "user_id", "u", "card", of("against a rule"))),
        event(Map.of("event_id", "f", "user_id", of("filtered"))),
        TestRegistry.wired(
            incompatible,
            TestAvro.bytes(
                INCOMPATIBLE,
                visit(
                    Map.of(
                        "event_id",
                        "i",
                        "user_id",
                        true,
                        "note",
                        of("of an incompatible writer"))))),
        TestRegistry.wired(
            UNKNOWN_ID,
            TestAvro.bytes(
                WRITER, visit(Map.of("event_id", "u", "user_id", of("of an unknown writer"))))),
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
            "customer", Map.of("email", of("in a struct"), "age", 36, "Email", of("in a struct")),
            "items",
                List.of(
                    Map.of("owner", of("in an array"), "price", 7, "hidden", of("in an array")))));
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
    return TestRegistry.wired(writer, TestAvro.bytes(WRITER, visit(values)));
  }

  /** With what every event has. */
  private static Map<String, Object> visit(Map<String, Object> values) {
    Map<String, Object> visit = new HashMap<>(values);
    visit.put("occurred_at", System.currentTimeMillis());
    visit.putIfAbsent("items", List.of());
    return visit;
  }

  private static String visit(String user, String more, String ofCustomer, String ofItem) {
    return """
        {"type": "record", "name": "Visit", "fields": [
          {"name": "event_id", "type": "string"}%2$s,
          {"name": "occurred_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "user_id", "type": %1$s}%5$s,
          {"name": "customer", "default": null, "type": ["null",
            {"type": "record", "name": "Customer", "fields": [
              {"name": "age", "type": ["null", "int"], "default": null}%6$s%3$s]}]},
          {"name": "items", "default": [], "type": {"type": "array", "items":
            {"type": "record", "name": "Item", "fields": [
              {"name": "price", "type": ["null", "int"], "default": null}%7$s%4$s]}}}%8$s]}"""
        .formatted(
            user,
            more,
            ofCustomer,
            ofItem,
            text("card") + text("ip"),
            text("email"),
            text("owner"),
            text("note"));
  }

  /** One more field, a text that need not be there. */
  private static String text(String name) {
    return ", {\"name\": \"%s\", \"type\": [\"null\", \"string\"], \"default\": null}"
        .formatted(name);
  }

  private String of(String way) {
    return secrets.get(way);
  }
}
