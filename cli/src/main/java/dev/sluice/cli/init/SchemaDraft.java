package dev.sluice.cli.init;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.Names;
import dev.sluice.common.table.SilverTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JSON Schema for a sample's events. What cannot be declared (several types, nothing but null,
 * names that are silver's or that Delta refuses) is left out, and so kept in {@code _extra}.
 */
final class SchemaDraft {
  /** An object with more members than this has keys for names. */
  private static final int MOST_MEMBERS = 100;

  /** What a decimal column can hold. */
  private static final int MOST_DIGITS = 38;

  private static final int MONEY_DIGITS = 18;
  private static final int MOST_MONEY_SCALE = 4;

  private static final Pattern MONEY =
      Pattern.compile(".*(price|amount|total|cost|fee|revenue|tax|discount|balance|paid|charge).*");

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> leftOut = new ArrayList<>();
  private final SampleShape events;
  private final String eventId;
  private final String eventTime;

  SchemaDraft(SampleShape events, String eventId, String eventTime) {
    this.events = events;
    this.eventId = eventId;
    this.eventTime = eventTime;
  }

  /** The schema; {@link #leftOut} knows more afterwards. */
  ObjectNode draft() {
    return object("", events);
  }

  /** Places that are not declared, such as {@code customer.tags: several types}. */
  List<String> leftOut() {
    return leftOut;
  }

  private ObjectNode object(String place, SampleShape shape) {
    ObjectNode schema = json.createObjectNode().put("type", "object");
    ArrayNode required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, SampleShape> member : shape.members().entrySet()) {
      String name = member.getKey();
      String at = place.isEmpty() ? name : place + "." + name;
      if (!isUsable(name, place.isEmpty()) || !names.add(name.toLowerCase(Locale.ROOT))) {
        leftOut.add(at + ": the name cannot be a column's");
        continue;
      }
      value(at, name, member.getValue())
          .ifPresent(
              declared -> {
                properties.set(name, declared);
                if (member.getValue().values() == shape.values()) {
                  required.add(name);
                }
              });
    }
    if (required.isEmpty()) {
      schema.remove("required");
    }
    return schema;
  }

  private boolean isUsable(String name, boolean isTop) {
    boolean isDeclared =
        name.equals(SilverTable.EVENT_ID) && name.equals(eventId)
            || name.equals(SilverTable.EVENT_TIME) && name.equals(eventTime);
    return !Names.isRefusedByDelta(name) && (isDeclared || !isTop || !Names.isSilvers(name));
  }

  private Optional<ObjectNode> value(String place, String name, SampleShape shape) {
    Optional<SampleShape.Kind> kind = shape.kind();
    if (kind.isEmpty()) {
      leftOut.add(place + (shape.values() == 0 ? ": nothing but null" : ": several types"));
      return Optional.empty();
    }
    return switch (kind.get()) {
      case BOOLEAN -> Optional.of(type("boolean"));
      case TEXT -> Optional.of(text(shape));
      case INTEGER, DECIMAL -> number(place, name, shape);
      case OBJECT -> struct(place, shape);
      case ARRAY -> array(place, name, shape);
    };
  }

  private ObjectNode type(String type) {
    return json.createObjectNode().put("type", type);
  }

  private ObjectNode text(SampleShape shape) {
    ObjectNode schema = type("string");
    if (shape.areTimes()) {
      schema.put("format", "date-time");
    } else if (shape.areDates()) {
      schema.put("format", "date");
    }
    return schema;
  }

  private Optional<ObjectNode> number(String place, String name, SampleShape shape) {
    boolean isWhole = shape.kind().equals(Optional.of(SampleShape.Kind.INTEGER));
    int digits = Math.max(digitsBeforePoint(shape.least()), digitsBeforePoint(shape.greatest()));
    if (isWhole && digits < MONEY_DIGITS) {
      return Optional.of(type("integer"));
    }
    if (isWhole && digits <= MOST_DIGITS) {
      return Optional.of(type("integer").put("sluiceType", "decimal(" + MOST_DIGITS + ",0)"));
    }
    if (isWhole) {
      leftOut.add(place + ": numbers of more than " + MOST_DIGITS + " digits");
      return Optional.empty();
    }
    boolean isMoney =
        MONEY.matcher(name.toLowerCase(Locale.ROOT)).matches()
            && shape.scale() <= MOST_MONEY_SCALE
            && digits <= MONEY_DIGITS - MOST_MONEY_SCALE;
    ObjectNode schema = type("number");
    if (isMoney) {
      schema.put(
          "sluiceType", "decimal(%d,%d)".formatted(MONEY_DIGITS, Math.max(2, shape.scale())));
    }
    return Optional.of(schema);
  }

  private static int digitsBeforePoint(BigDecimal number) {
    return number.precision() - number.scale();
  }

  private Optional<ObjectNode> struct(String place, SampleShape shape) {
    if (shape.members().size() > MOST_MEMBERS) {
      leftOut.add(place + ": " + shape.members().size() + " different members");
      return Optional.empty();
    }
    ObjectNode schema = object(place, shape);
    if (schema.get("properties").isEmpty()) {
      leftOut.add(place + ": nothing in it could be declared");
      return Optional.empty();
    }
    return Optional.of(schema);
  }

  private Optional<ObjectNode> array(String place, String name, SampleShape shape) {
    SampleShape elements = shape.elements().orElseThrow();
    return value(place + "[]", name, elements)
        .map(
            items -> {
              if (elements.hasNulls()) {
                String one = items.get("type").asText();
                items.putArray("type").add(one).add("null");
              }
              ObjectNode schema = type("array");
              schema.set("items", items);
              return schema;
            });
  }
}
