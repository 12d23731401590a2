package dev.sluice.common.definition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON Schema file of a dataset. It understands the part of JSON Schema that says which
 * columns there are; a keyword it would have to ignore is a problem, since an event that the
 * producer's validator refuses must not pass here unnoticed.
 */
public final class EventSchemaReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Set<String> ANNOTATIONS =
      Set.of("title", "description", "$schema", "$id", "$comment", "examples", "default");
  private static final Set<String> BOUNDS =
      Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

  /** The keywords that mean something, by the type they belong to. */
  private static final Map<String, Set<String>> KEYWORDS =
      Map.of(
          "object", Set.of("properties", "required", "additionalProperties"),
          "array", Set.of("items"),
          "string", Set.of("enum", "format", "sluiceType"),
          "integer", Set.of("sluiceType"),
          "number", Set.of("sluiceType"),
          "boolean", Set.of());

  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");
  private static final int MAX_PRECISION = 38;
  // A double ends at 1.8e308; rounding a bound far beyond it to an integer would fill the heap.
  private static final int MAX_EXPONENT = 400;
  private static final String REFUSED_BY_DELTA = " ,;{}()\n\t=";

  private final List<String> problems = new ArrayList<>();

  private EventSchemaReader() {}

  /**
   * The event schema a file describes: a JSON Schema of type object, in UTF-8.
   *
   * @throws InvalidSchema with all problems at once, also when the file cannot be read
   */
  public static EventSchema read(Path jsonSchemaFile) throws InvalidSchema {
    EventSchemaReader reader = new EventSchemaReader();
    List<Field> fields = reader.root(parse(jsonSchemaFile));
    if (!reader.problems.isEmpty()) {
      throw new InvalidSchema(reader.problems);
    }
    return new EventSchema(fields);
  }

  private static JsonNode parse(Path file) throws InvalidSchema {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      String at =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw new InvalidSchema(List.of("(root): not JSON: " + e.getOriginalMessage() + at));
    } catch (IOException e) {
      throw new InvalidSchema(List.of("(root): cannot read " + file + ": " + e.getMessage()));
    }
  }

  private List<Field> root(JsonNode schema) {
    Optional<JsonType> type = typeOf("", schema);
    if (type.isEmpty()) {
      return List.of();
    }
    if (!type.get().name().equals("object")) {
      problem("/type", "an event is an object, not " + type.get().name());
      return List.of();
    }
    if (type.get().nullable()) {
      problem("/type", "an event cannot be null (a record without a value is a tombstone)");
    }
    checkKeywords("", schema, type.get());
    if (schema.path("properties").has("_extra")) {
      problem("/properties/_extra", "_extra is where unknown fields are kept; choose another name");
    }
    return fields("", schema);
  }

  // ---- objects

  private List<Field> fields(String pointer, JsonNode schema) {
    Set<String> required = required(pointer, schema);
    checkAdditionalProperties(pointer, schema);
    JsonNode properties = schema.path("properties");
    if (!properties.isObject() || properties.isEmpty()) {
      problem(pointer, "an object needs properties");
      return List.of();
    }
    List<Field> fields = new ArrayList<>();
    properties
        .fields()
        .forEachRemaining(
            property -> {
              String at = child(child(pointer, "properties"), property.getKey());
              checkName(at, property.getKey());
              field(at, property.getKey(), property.getValue(), required).ifPresent(fields::add);
            });
    checkCollisions(child(pointer, "properties"), properties);
    for (String name : required) {
      if (!properties.has(name)) {
        problem(child(pointer, "required"), "names " + name + ", which is not in properties");
      }
    }
    return fields;
  }

  private Optional<Field> field(String at, String name, JsonNode schema, Set<String> required) {
    boolean isRequired = required.contains(name);
    if (isRequired && typeNames(schema).contains("null")) {
      problem(at, "not supported yet: a required field that may be null (drop one of the two)");
    }
    return type(at, schema).map(type -> new Field(name, type, isRequired));
  }

  private Set<String> required(String pointer, JsonNode schema) {
    JsonNode names = schema.path("required");
    Set<String> required = new LinkedHashSet<>();
    if (names.isMissingNode()) {
      return required;
    }
    if (!isArrayOfStrings(names)) {
      problem(child(pointer, "required"), "must be an array of names");
      return required;
    }
    names.forEach(name -> required.add(name.textValue()));
    return required;
  }

  private void checkAdditionalProperties(String pointer, JsonNode schema) {
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isMissingNode() && !additional.isBoolean()) {
      problem(
          child(pointer, "additionalProperties"),
          "not supported yet: additionalProperties with a schema (true or false)");
    }
  }

  private void checkName(String at, String name) {
    if (name.isEmpty()) {
      problem(at, "a name cannot be empty");
    }
    if (name.chars().anyMatch(c -> REFUSED_BY_DELTA.indexOf(c) >= 0 || Character.isISOControl(c))) {
      problem(
          at, "a column of Delta cannot have this name (none of: space , ; { } ( ) = or controls)");
    }
  }

  private void checkCollisions(String pointer, JsonNode properties) {
    Map<String, String> seen = new TreeMap<>();
    properties
        .fieldNames()
        .forEachRemaining(
            name -> {
              String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
              if (other != null) {
                problem(
                    child(pointer, name),
                    "is the same column as " + other + " when case is ignored");
              }
            });
  }

  // ---- types

  private record JsonType(String name, boolean nullable) {}

  private Optional<Type> type(String at, JsonNode schema) {
    Optional<JsonType> type = typeOf(at, schema);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    checkKeywords(at, schema, type.get());
    switch (type.get().name()) {
      case "object":
        return Optional.of(new Type.Struct(fields(at, schema)));
      case "array":
        return array(at, schema);
      case "boolean":
        return Optional.of(new Type.Bool());
      case "string":
        return string(at, schema, type.get());
      case "integer":
        return schema.has("sluiceType") ? decimal(at, schema, type.get()) : integer(at, schema);
      default:
        return schema.has("sluiceType") ? decimal(at, schema, type.get()) : number(at, schema);
    }
  }

  private Optional<JsonType> typeOf(String at, JsonNode schema) {
    if (!schema.isObject()) {
      problem(at, "must be a schema (an object with a type)");
      return Optional.empty();
    }
    List<String> names = typeNames(schema);
    if (names.isEmpty()) {
      problem(at, "needs a type: one of object, array, string, integer, number, boolean");
      checkUnknownKeywords(at, schema);
      return Optional.empty();
    }
    List<String> others = names.stream().filter(name -> !name.equals("null")).toList();
    if (others.size() != 1) {
      problem(child(at, "type"), "not supported yet: any type but one, or one and null");
      checkUnknownKeywords(at, schema);
      return Optional.empty();
    }
    if (!KEYWORDS.containsKey(others.get(0))) {
      problem(child(at, "type"), "is not a type of JSON Schema: " + others.get(0));
      return Optional.empty();
    }
    return Optional.of(new JsonType(others.get(0), others.size() < names.size()));
  }

  private static List<String> typeNames(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return List.of(type.textValue());
    }
    List<String> names = new ArrayList<>();
    if (isArrayOfStrings(type)) {
      type.forEach(name -> names.add(name.textValue()));
    }
    return names;
  }

  private Optional<Type> array(String at, JsonNode schema) {
    if (!schema.has("items")) {
      problem(at, "an array needs items");
      return Optional.empty();
    }
    JsonNode items = schema.get("items");
    boolean nullable = typeNames(items).contains("null");
    return type(child(at, "items"), items).map(element -> new Type.Array(element, nullable));
  }

  private Optional<Type> string(String at, JsonNode schema, JsonType type) {
    long meanings = List.of("enum", "format", "sluiceType").stream().filter(schema::has).count();
    if (meanings > 1) {
      problem(at, "not supported yet: more than one of enum, format and sluiceType");
    }
    if (schema.has("sluiceType")) {
      return decimal(at, schema, type);
    }
    if (schema.has("format")) {
      return formatted(child(at, "format"), schema.get("format"));
    }
    return schema.has("enum")
        ? enumeration(child(at, "enum"), schema.get("enum"), type)
        : Optional.of(new Type.Text(List.of()));
  }

  private Optional<Type> formatted(String at, JsonNode format) {
    switch (format.asText()) {
      case "date-time":
        return Optional.of(new Type.Timestamp());
      case "date":
        return Optional.of(new Type.Date());
      default:
        problem(at, "not supported yet: format " + format + " (date-time, date)");
        return Optional.empty();
    }
  }

  private Optional<Type> enumeration(String at, JsonNode values, JsonType type) {
    Set<String> allowed = new LinkedHashSet<>();
    for (JsonNode value : values) {
      if (value.isTextual()) {
        allowed.add(value.textValue());
      } else if (!value.isNull() || !type.nullable()) {
        problem(at, "not supported yet: values that are not strings");
        return Optional.empty();
      }
    }
    if (!values.isArray() || allowed.isEmpty()) {
      problem(at, "must be an array with at least one string");
      return Optional.empty();
    }
    return Optional.of(new Type.Text(List.copyOf(allowed)));
  }

  // ---- numbers

  private Optional<Type> integer(String at, JsonNode schema) {
    SchemaBounds bounds = bounds(at, schema);
    if (bounds.excludeEveryLong()) {
      problem(at, "no bigint is within its bounds");
      return Optional.empty();
    }
    SchemaBounds.Range range = bounds.ofLongs();
    return Optional.of(
        new Type.Int(
            Optional.ofNullable(range.minimum()).map(BigDecimal::longValueExact),
            Optional.ofNullable(range.maximum()).map(BigDecimal::longValueExact)));
  }

  private Optional<Type> number(String at, JsonNode schema) {
    SchemaBounds.Range range = bounds(at, schema).ofDoubles();
    checkNotEmpty(at, range);
    return Optional.of(new Type.Float(range.minimum(), range.maximum()));
  }

  private Optional<Type> decimal(String at, JsonNode schema, JsonType type) {
    Matcher decimal = DECIMAL.matcher(schema.get("sluiceType").asText());
    if (!decimal.matches()) {
      problem(
          child(at, "sluiceType"),
          "not supported yet: " + schema.get("sluiceType") + " (decimal(precision,scale))");
      return Optional.empty();
    }
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    if (precision < 1 || precision > MAX_PRECISION || scale > precision) {
      problem(child(at, "sluiceType"), "needs a precision of 1 to 38 and a scale of at most that");
      return Optional.empty();
    }
    if (type.name().equals("integer") && scale > 0) {
      problem(child(at, "sluiceType"), "an integer has scale 0");
    }
    SchemaBounds.Range range = bounds(at, schema).ofDecimals(scale);
    checkNotEmpty(at, range);
    return Optional.of(
        new Type.Decimal(
            precision, scale, type.name().equals("string"), range.minimum(), range.maximum()));
  }

  private SchemaBounds bounds(String at, JsonNode schema) {
    return new SchemaBounds(
        bound(at, schema, "minimum"),
        bound(at, schema, "exclusiveMinimum"),
        bound(at, schema, "maximum"),
        bound(at, schema, "exclusiveMaximum"));
  }

  private BigDecimal bound(String at, JsonNode schema, String keyword) {
    if (!schema.has(keyword)) {
      return null;
    }
    JsonNode bound = schema.get(keyword);
    if (!bound.isNumber()) {
      problem(child(at, keyword), "must be a number");
      return null;
    }
    // Jackson reads a number beyond double as an infinite double, which is no BigDecimal.
    boolean isFinite = Double.isFinite(bound.doubleValue());
    if (!isFinite || Math.abs((long) bound.decimalValue().scale()) > MAX_EXPONENT) {
      problem(child(at, keyword), "is beyond the range of a double");
      return null;
    }
    return bound.decimalValue();
  }

  private void checkNotEmpty(String at, SchemaBounds.Range range) {
    if (range.isEmpty()) {
      problem(at, "no value is within its bounds");
    }
  }

  // ---- keywords

  private void checkKeywords(String at, JsonNode schema, JsonType type) {
    checkUnknownKeywords(at, schema);
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (isKnown(keyword) && !applies(keyword, schema, type)) {
                problem(child(at, keyword), keyword + " does not apply to " + type.name());
              }
            });
  }

  private void checkUnknownKeywords(String at, JsonNode schema) {
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!isKnown(keyword)) {
                problem(child(at, keyword), "not supported yet: " + keyword);
              }
            });
  }

  private static boolean isKnown(String keyword) {
    return keyword.equals("type")
        || ANNOTATIONS.contains(keyword)
        || BOUNDS.contains(keyword)
        || KEYWORDS.values().stream().anyMatch(keywords -> keywords.contains(keyword));
  }

  private static boolean applies(String keyword, JsonNode schema, JsonType type) {
    boolean isNumeric =
        schema.has("sluiceType") || Set.of("integer", "number").contains(type.name());
    return keyword.equals("type")
        || ANNOTATIONS.contains(keyword)
        || KEYWORDS.get(type.name()).contains(keyword)
        || (BOUNDS.contains(keyword) && isNumeric);
  }

  private static boolean isArrayOfStrings(JsonNode node) {
    if (!node.isArray()) {
      return false;
    }
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        return false;
      }
    }
    return true;
  }

  private void problem(String pointer, String message) {
    problems.add((pointer.isEmpty() ? "(root)" : pointer) + ": " + message);
  }

  private static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
