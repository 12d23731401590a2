package dev.sluice.common.definition;

import static dev.sluice.common.definition.SchemaProblems.child;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.SilverTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  private final SchemaProblems problems = new SchemaProblems();
  private final NumberSchemas numbers = new NumberSchemas(problems);

  private EventSchemaReader() {}

  /**
   * The event schema a file describes: a JSON Schema of type object, in UTF-8.
   *
   * @throws InvalidSchema with all problems at once, also when the file cannot be read
   */
  public static EventSchema read(Path jsonSchemaFile) throws InvalidSchema {
    EventSchemaReader reader = new EventSchemaReader();
    List<Field> fields = reader.root(parse(jsonSchemaFile));
    List<String> problems = reader.problems.all();
    if (!problems.isEmpty()) {
      throw new InvalidSchema(problems);
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
      problems.add("/type", "an event is an object, not " + type.get().name());
      return List.of();
    }
    if (type.get().nullable()) {
      problems.add("/type", "an event cannot be null (a record without a value is a tombstone)");
    }
    SchemaKeywords.check("", schema, type.get().name(), problems);
    if (schema.path("properties").has(SilverTable.EXTRA)) {
      FieldNames.refuseExtra("/properties/_extra", problems);
    }
    return fields("", schema);
  }

  // ---- objects

  private List<Field> fields(String pointer, JsonNode schema) {
    Set<String> required = required(pointer, schema);
    checkAdditionalProperties(pointer, schema);
    JsonNode properties = schema.path("properties");
    if (!properties.isObject() || properties.isEmpty()) {
      problems.add(pointer, "an object needs properties");
      return List.of();
    }
    List<Field> fields = new ArrayList<>();
    properties
        .fields()
        .forEachRemaining(
            property -> {
              String at = child(child(pointer, "properties"), property.getKey());
              FieldNames.check(at, property.getKey(), problems);
              field(at, property.getKey(), property.getValue(), required).ifPresent(fields::add);
            });
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    FieldNames.checkCollisions(child(pointer, "properties"), names, problems);
    for (String name : required) {
      if (!properties.has(name)) {
        problems.add(child(pointer, "required"), "names " + name + ", which is not in properties");
      }
    }
    return fields;
  }

  private Optional<Field> field(String at, String name, JsonNode schema, Set<String> required) {
    boolean isRequired = required.contains(name);
    if (isRequired && typeNames(schema).contains("null")) {
      problems.add(
          at, "not supported yet: a required field that may be null (drop one of the two)");
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
      problems.add(child(pointer, "required"), "must be an array of names");
      return required;
    }
    names.forEach(name -> required.add(name.textValue()));
    return required;
  }

  private void checkAdditionalProperties(String pointer, JsonNode schema) {
    JsonNode additional = schema.path("additionalProperties");
    if (!additional.isMissingNode() && !additional.isBoolean()) {
      problems.add(
          child(pointer, "additionalProperties"),
          "not supported yet: additionalProperties with a schema (true or false)");
    }
  }

  // ---- types

  private record JsonType(String name, boolean nullable) {}

  private Optional<Type> type(String at, JsonNode schema) {
    Optional<JsonType> type = typeOf(at, schema);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    SchemaKeywords.check(at, schema, type.get().name(), problems);
    boolean isDecimal = schema.has("sluiceType");
    return switch (type.get().name()) {
      case "object" -> Optional.of(new Type.Struct(fields(at, schema)));
      case "array" -> array(at, schema);
      case "boolean" -> Optional.of(new Type.Bool());
      case "string" ->
          isDecimal ? numbers.decimal(at, schema, "string") : string(at, schema, type.get());
      case "integer" ->
          isDecimal ? numbers.decimal(at, schema, "integer") : numbers.integer(at, schema);
      default -> isDecimal ? numbers.decimal(at, schema, "number") : numbers.number(at, schema);
    };
  }

  private Optional<JsonType> typeOf(String at, JsonNode schema) {
    if (!schema.isObject()) {
      problems.add(at, "must be a schema (an object with a type)");
      return Optional.empty();
    }
    List<String> names = typeNames(schema);
    if (names.isEmpty()) {
      problems.add(at, "needs a type: one of object, array, string, integer, number, boolean");
      SchemaKeywords.checkKnown(at, schema, problems);
      return Optional.empty();
    }
    List<String> others = names.stream().filter(name -> !name.equals("null")).toList();
    if (others.size() != 1) {
      problems.add(child(at, "type"), "not supported yet: any type but one, or one and null");
      SchemaKeywords.checkKnown(at, schema, problems);
      return Optional.empty();
    }
    if (!SchemaKeywords.isType(others.get(0))) {
      problems.add(child(at, "type"), "is not a type of JSON Schema: " + others.get(0));
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
      problems.add(at, "an array needs items");
      return Optional.empty();
    }
    JsonNode items = schema.get("items");
    boolean nullable = typeNames(items).contains("null");
    return type(child(at, "items"), items).map(element -> new Type.Array(element, nullable));
  }

  private Optional<Type> string(String at, JsonNode schema, JsonType type) {
    if (schema.has("format") && schema.has("enum")) {
      problems.add(at, "not supported yet: format and enum together");
    }
    if (schema.has("format")) {
      return formatted(child(at, "format"), schema.get("format"));
    }
    return schema.has("enum")
        ? enumeration(child(at, "enum"), schema.get("enum"), type)
        : Optional.of(new Type.Text(List.of()));
  }

  private Optional<Type> formatted(String at, JsonNode format) {
    return switch (format.asText()) {
      case "date-time" -> Optional.of(new Type.Timestamp());
      case "date" -> Optional.of(new Type.Date());
      default -> {
        problems.add(at, "not supported yet: format " + format + " (date-time, date)");
        yield Optional.empty();
      }
    };
  }

  private Optional<Type> enumeration(String at, JsonNode values, JsonType type) {
    Set<String> allowed = new LinkedHashSet<>();
    for (JsonNode value : values) {
      if (value.isTextual()) {
        allowed.add(value.textValue());
      } else if (!value.isNull() || !type.nullable()) {
        problems.add(at, "not supported yet: values that are not strings");
        return Optional.empty();
      }
    }
    if (!values.isArray() || allowed.isEmpty()) {
      problems.add(at, "must be an array with at least one string");
      return Optional.empty();
    }
    return Optional.of(new Type.Text(List.copyOf(allowed)));
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
}
