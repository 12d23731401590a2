package dev.sluice.examples.clickstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * A click as the schema has it.
 *
 * @param occurredAt milliseconds since 1970
 * @param device or null
 * @param userAgent or null
 * @param referrer or null
 */
record Click(
    String eventId,
    long occurredAt,
    String userId,
    String page,
    String country,
    BigDecimal price,
    long quantity,
    String device,
    String userAgent,
    String referrer) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  /** Reads the document that was sent. */
  static Click of(JsonNode document) {
    return new Click(
        document.get("event_id").textValue(),
        document.get("occurred_at").longValue(),
        document.get("user_id").textValue(),
        document.get("page").textValue(),
        document.get("country").textValue(),
        document.get("price").decimalValue(),
        document.get("quantity").longValue(),
        document.path("device").textValue(),
        document.path("user_agent").textValue(),
        document.path("referrer").textValue());
  }

  Click occurringAt(long millis) {
    return new Click(
        eventId, millis, userId, page, country, price, quantity, device, userAgent, referrer);
  }

  Click costing(BigDecimal newPrice) {
    return new Click(
        eventId,
        occurredAt,
        userId,
        page,
        country,
        newPrice,
        quantity,
        device,
        userAgent,
        referrer);
  }

  /** The document to send. An unknown device is an explicit null; other gaps are left out. */
  ObjectNode toDocument() {
    ObjectNode document = new ObjectNode(NODES);
    document.put("event_id", eventId);
    document.put("occurred_at", occurredAt);
    document.put("user_id", userId);
    document.put("page", page);
    document.put("country", country);
    document.put("price", price);
    document.put("quantity", quantity);
    document.put("device", device);
    if (userAgent != null) {
      document.put("user_agent", userAgent);
    }
    if (referrer != null) {
      document.put("referrer", referrer);
    }
    return document;
  }
}
