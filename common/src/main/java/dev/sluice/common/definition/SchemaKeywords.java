package dev.sluice.common.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Which keywords of JSON Schema a schema file may use: none is ignored that would say something.
 */
final class SchemaKeywords {
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

  private SchemaKeywords() {}

  /** Whether JSON Schema has such a type. */
  static boolean isType(String name) {
    return KEYWORDS.containsKey(name);
  }

  /** Notes the keywords that are not known, and those that do not go with the type. */
  static void check(String at, JsonNode schema, String type, SchemaProblems problems) {
    checkKnown(at, schema, problems);
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (isKnown(keyword) && !applies(keyword, schema, type)) {
                problems.add(
                    SchemaProblems.child(at, keyword), keyword + " does not apply to " + type);
              }
            });
  }

  /** Notes the keywords that are not known. */
  static void checkKnown(String at, JsonNode schema, SchemaProblems problems) {
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!isKnown(keyword)) {
                problems.add(SchemaProblems.child(at, keyword), "not supported yet: " + keyword);
              }
            });
  }

  private static boolean isKnown(String keyword) {
    return keyword.equals("type")
        || ANNOTATIONS.contains(keyword)
        || BOUNDS.contains(keyword)
        || KEYWORDS.values().stream().anyMatch(keywords -> keywords.contains(keyword));
  }

  private static boolean applies(String keyword, JsonNode schema, String type) {
    boolean isNumeric = schema.has("sluiceType") || Set.of("integer", "number").contains(type);
    return keyword.equals("type")
        || ANNOTATIONS.contains(keyword)
        || KEYWORDS.get(type).contains(keyword)
        || (BOUNDS.contains(keyword) && isNumeric);
  }
}
