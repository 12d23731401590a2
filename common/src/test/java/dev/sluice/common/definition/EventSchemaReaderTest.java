package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSchemaReaderTest {
  private static final String EVERYTHING =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "order", "title": "Order", "description": "d", "$comment": "c",
        "type": "object",
        "required": ["id", "price"],
        "additionalProperties": true,
        "properties": {
          "id": {"type": "string", "description": "d", "examples": ["a"], "default": "a"},
          "state": {"type": ["string", "null"], "enum": ["new", "paid", null]},
          "count": {"type": "integer", "minimum": 0, "exclusiveMaximum": 100},
          "score": {"type": "number", "minimum": 0.5, "maximum": 1},
          "price": {"type": "number", "sluiceType": "decimal(18,2)", "exclusiveMinimum": 0},
          "tax": {"type": "string", "sluiceType": "decimal(38, 0)"},
          "paid": {"type": "boolean"},
          "at": {"type": "string", "format": "date-time"},
          "day": {"type": "string", "format": "date"},
          "address": {
            "type": "object",
            "required": ["city"],
            "additionalProperties": false,
            "properties": {"city": {"type": "string"}}
          },
          "tags": {"type": "array", "items": {"type": ["string", "null"]}}
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void readsEveryTypeInTheOrderOfTheFile() throws Exception {
    assertThat(read(EVERYTHING).fields())
        .containsExactly(
            new Field("id", new Type.Text(List.of()), true),
            new Field("state", new Type.Text(List.of("new", "paid")), false),
            new Field("count", new Type.Int(0L, 99L), false),
            new Field("score", new Type.Float(new BigDecimal("0.5"), BigDecimal.ONE), false),
            new Field("price", new Type.Decimal(18, 2, false, new BigDecimal("0.01"), null), true),
            new Field("tax", new Type.Decimal(38, 0, true, null, null), false),
            new Field("paid", new Type.Bool(), false),
            new Field("at", new Type.Timestamp(), false),
            new Field("day", new Type.Date(), false),
            new Field(
                "address",
                new Type.Struct(List.of(new Field("city", new Type.Text(List.of()), true))),
                false),
            new Field("tags", new Type.Array(new Type.Text(List.of()), true), false));
  }

  @Test
  void everyFieldIsANullableColumnOfSpark() throws Exception {
    assertThat(read(EVERYTHING).sparkType().toDDL())
        .isEqualTo(
            "id STRING,state STRING,count BIGINT,score DOUBLE,price DECIMAL(18,2),"
                + "tax DECIMAL(38,0),paid BOOLEAN,at TIMESTAMP,day DATE,"
                + "address STRUCT<city: STRING>,tags ARRAY<STRING>");
  }

  @Test
  void travelsToSparksTasks() throws Exception {
    EventSchema schema = read(EVERYTHING);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(schema);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(schema);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"string","pattern":"a+"}           | /properties/x/pattern: not supported yet: pattern
          {"type":"string","maxLength":3}            | /properties/x/maxLength: not supported yet: maxLength
          {"oneOf":[{"type":"string"}]}              | /properties/x: needs a type: one of object, array, string, integer, number, boolean
          {"type":"string","const":"a"}              | /properties/x/const: not supported yet: const
          {"type":"string","format":"email"}         | /properties/x/format: not supported yet: format "email" (date-time, date)
          {"type":["string","number"]}               | /properties/x/type: not supported yet: any type but one, or one and null
          {"type":"text"}                            | /properties/x/type: is not a type of JSON Schema: text
          {"type":"string","minimum":1}              | /properties/x/minimum: minimum does not apply to string
          {"type":"integer","enum":["a"]}            | /properties/x/enum: enum does not apply to integer
          {"type":"string","enum":[1]}               | /properties/x/enum: not supported yet: values that are not strings
          {"type":"string","enum":[]}                | /properties/x/enum: must be an array with at least one string
          {"type":"integer","minimum":"1"}           | /properties/x/minimum: must be a number
          {"type":"integer","minimum":1e999999999}   | /properties/x/minimum: is beyond the range of a double
          {"type":"integer","minimum":1e30}          | /properties/x: no bigint is within its bounds
          {"type":"integer","minimum":2,"maximum":1} | /properties/x: no bigint is within its bounds
          {"type":"number","minimum":2,"maximum":1}  | /properties/x: no value is within its bounds
          {"type":"number","sluiceType":"money"}     | /properties/x/sluiceType: not supported yet: "money" (decimal(precision,scale))
          {"type":"number","sluiceType":"decimal(39,2)"} | /properties/x/sluiceType: needs a precision of 1 to 38 and a scale of at most that
          {"type":"integer","sluiceType":"decimal(9,2)"} | /properties/x/sluiceType: an integer has scale 0
          {"type":"string","format":"date","enum":["a"]} | /properties/x: not supported yet: format and enum together
          {"type":"string","sluiceType":"decimal(9,2)","enum":["1"]} | /properties/x: not supported yet: sluiceType together with format or enum
          {"type":"array"}                           | /properties/x: an array needs items
          {"type":"array","items":[{"type":"string"}]} | /properties/x/items: must be a schema (an object with a type)
          {"type":"object"}                          | /properties/x: an object needs properties
          true                                       | /properties/x: must be a schema (an object with a type)
          """)
  void refusesWhatItWouldHaveToIgnore(String property, String problem) {
    assertThat(problemsOf("{\"type\":\"object\",\"properties\":{\"x\":" + property + "}}"))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [] | (root): must be a schema (an object with a type)
          {"type":"array","items":{"type":"string"}} | /type: an event is an object, not array
          {"type":["object","null"],"properties":{"a":{"type":"string"}}} | /type: an event cannot be null (a record without a value is a tombstone)
          {"type":"object"} | (root): an object needs properties
          {"type":"object","properties":{"a":{"type":"string"}},"required":["b"]} | /required: names b, which is not in properties
          {"type":"object","properties":{"a":{"type":"string"}},"required":"a"} | /required: must be an array of names
          {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{}} | /additionalProperties: not supported yet: additionalProperties with a schema (true or false)
          {"type":"object","properties":{"a":{"type":"string"},"A":{"type":"string"}}} | /properties/A: is the same column as a when case is ignored
          {"type":"object","properties":{"a b":{"type":"string"}}} | /properties/a b: a column of Delta cannot have this name (none of: space , ; { } ( ) = or controls)
          {"type":"object","properties":{"":{"type":"string"}}} | /properties/: a name cannot be empty
          {"type":"object","properties":{"_extra":{"type":"string"}}} | /properties/_extra: _extra is where unknown fields are kept; choose another name
          {"type":"object","properties":{"a/b~":{"type":"text"}}} | /properties/a~1b~0/type: is not a type of JSON Schema: text
          {"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"]} | /properties/a: not supported yet: a required field that may be null (drop one of the two)
          """)
  void refusesObjectsThatMakeNoTable(String schema, String problem) {
    assertThat(problemsOf(schema)).contains(problem);
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThat(
            problemsOf(
                """
                {"type": "object", "$ref": "#/x", "properties": {
                  "a": {"type": "string", "pattern": "a"},
                  "b": {"type": "object", "properties": {"c": {"type": "int"}}}}}
                """))
        .containsExactly(
            "/$ref: not supported yet: $ref",
            "/properties/a/pattern: not supported yet: pattern",
            "/properties/b/properties/c/type: is not a type of JSON Schema: int");
  }

  @Test
  void namesThePlaceWhereTheFileIsNotJson() {
    assertThat(problemsOf("{\"type\":"))
        .singleElement()
        .asString()
        .startsWith("(root): not JSON: Unexpected end-of-input")
        .endsWith("(line 1, column 9)");
    assertThat(problemsOf("{\"type\":\"object\",\"type\":\"object\"}"))
        .singleElement()
        .asString()
        .contains("Duplicate field 'type'");
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThatThrownBy(() -> EventSchemaReader.read(folder.resolve("absent.json")))
        .isInstanceOf(InvalidSchema.class)
        .hasMessageContaining("cannot read")
        .hasMessageContaining("absent.json");
  }

  @Test
  void exclusiveBoundsBecomeTheNextValueOfTheType() throws Exception {
    assertThat(only("{\"type\":\"integer\",\"exclusiveMinimum\":0.5,\"exclusiveMaximum\":2}"))
        .isEqualTo(new Type.Int(1L, 1L));
    assertThat(only("{\"type\":\"integer\",\"minimum\":3,\"exclusiveMinimum\":5}"))
        .isEqualTo(new Type.Int(6L, null));
    assertThat(only("{\"type\":\"number\",\"exclusiveMaximum\":1}"))
        .isEqualTo(
            new Type.Float(Optional.empty(), Optional.of(new BigDecimal(Math.nextDown(1.0)))));
    assertThat(only("{\"type\":\"string\",\"sluiceType\":\"decimal(5,1)\",\"exclusiveMaximum\":1}"))
        .isEqualTo(new Type.Decimal(5, 1, true, null, new BigDecimal("0.9")));
    assertThat(only("{\"type\":\"integer\",\"minimum\":-1e30}"))
        .isEqualTo(new Type.Int(Optional.empty(), Optional.empty()));
  }

  private Type only(String property) throws Exception {
    return read("{\"type\":\"object\",\"properties\":{\"x\":" + property + "}}")
        .fields()
        .get(0)
        .type();
  }

  private List<String> problemsOf(String schema) {
    return catchThrowableOfType(InvalidSchema.class, () -> read(schema)).problems();
  }

  private EventSchema read(String schema) throws InvalidSchema, IOException {
    return EventSchemaReader.read(
        Files.write(folder.resolve("event.schema.json"), schema.getBytes(StandardCharsets.UTF_8)));
  }
}
