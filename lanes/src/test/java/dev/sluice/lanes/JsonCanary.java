package dev.sluice.lanes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The secrets of the canary test in JSON. */
final class JsonCanary {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["event_id", "occurred_at", "user_id"],
       "properties": {
         "event_id": {"type": "string"},
         "occurred_at": {"type": "integer"},
         "user_id": {"type": "string"},
         "card": {"type": "string"},
         "ip": {"type": "string"},
         "tier": {"type": "string", "enum": ["free", "paid"]},
         "born": {"type": "string", "format": "date"},
         "customer": {"type": "object", "properties": {
           "email": {"type": "string"}, "age": {"type": "integer"}}},
         "items": {"type": "array", "items": {"type": "object", "properties": {
           "owner": {"type": "string"}, "price": {"type": "integer"}}}},
         "note": {"type": "string"}}}
      """;

  private static final String FORMAT =
      """
      format: json
      eventTime: {field: occurred_at, unit: millis}
      """;

  private final Map<String, String> secrets = Canary.secrets("j", 201);

  private JsonCanary() {
    secrets.put("of a wrong type", "j13-not-a-number");
    secrets.put("not listed", "j14-secret-tier");
  }

  static Canary dataset(String name) {
    JsonCanary json = new JsonCanary();
    return new Canary(
        name,
        json.secrets,
        name + ".schema.json",
        SCHEMA.getBytes(StandardCharsets.UTF_8),
        FORMAT,
        """
        - {field: tier, as: hmac}
            - {field: born, as: truncate}
        """,
        json.events().map(event -> event.getBytes(StandardCharsets.UTF_8)).toList(),
        List.of("MALFORMED", "TYPE_MISMATCH", "LIMIT_EXCEEDED", "RULE_FAILED", "UNKNOWN_ENUM"));
  }

  private Stream<String> events() {
    return Stream.of(
        good(),
        good(),
        "{\"event_id\": \"m\", \"user_id\": \"%s\", ".formatted(of("malformed")),
        event("t", "u", "\"customer\": {\"age\": \"%s\"}".formatted(of("of a wrong type"))),
        event("l", Canary.tooLong(of("too long")), "\"note\": null"),
        event("r", "u", "\"card\": \"%s\"".formatted(of("against a rule"))),
        event("n", "u", "\"tier\": \"%s\"".formatted(of("not listed"))),
        event("f", of("filtered"), "\"note\": null"));
  }

  private String good() {
    return event(
        of("an id"),
        of("signed"),
        """
        "card": "%s", "ip": "%s", "born": "1815-12-10", "tier": "paid", "note": "%s", "phone": "%s",
        "customer": {"email": "%s", "age": 36, "Email": "%s"},
        "items": [{"owner": "%s", "price": 7, "hidden": "%s"}]"""
            .formatted(
                of("masked"),
                of("truncated"),
                of("dropped"),
                of("undeclared"),
                of("in a struct"),
                of("in a struct"),
                of("in an array"),
                of("in an array")));
  }

  private static String event(String id, String user, String members) {
    return "{\"event_id\": \"%s\", \"user_id\": \"%s\", \"occurred_at\": %d, %s}"
        .formatted(id, user, System.currentTimeMillis(), members);
  }

  private String of(String way) {
    return secrets.get(way);
  }
}
