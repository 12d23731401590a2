package dev.sluice.common.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.definition.EventSchema.Type.Timestamp.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSchemaReaderTest {
  @Test
  void everyTypeHasItsColumn() throws InvalidSchema {
    EventSchema schema =
        AvroSchemaReader.read(
            record(
                """
                {"name": "b", "type": "boolean"},
                {"name": "i", "type": "int"},
                {"name": "l", "type": ["null", "long"]},
                {"name": "f", "type": "float"},
                {"name": "d", "type": ["double", "null"]},
                {"name": "s", "type": "string"},
                {"name": "u", "type": {"type": "string", "logicalType": "uuid"}},
                {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
                {"name": "m", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "seen", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "r", "type": {"type": "record", "name": "R", "fields": [
                  {"name": "x", "type": "int"}]}},
                {"name": "again", "type": ["null", "R"]},
                {"name": "a", "type": {"type": "array", "items": ["null", "string"]}}
                """));
    Type.Struct r = new Type.Struct(List.of(new Field("x", new Type.Int(), true)));
    assertThat(schema.fields())
        .containsExactly(
            new Field("b", new Type.Bool(), true),
            new Field("i", new Type.Int(), true),
            new Field("l", new Type.Int(), false),
            new Field("f", new Type.Float(), true),
            new Field("d", new Type.Float(), false),
            new Field("s", new Type.Text(List.of()), true),
            new Field("u", new Type.Text(List.of()), true),
            new Field("e", new Type.Text(List.of("A", "B")), true),
            new Field("m", new Type.Decimal(9, 2, Optional.empty(), Optional.empty()), true),
            new Field("day", new Type.Date(), true),
            new Field("at", new Type.Timestamp(Clock.MILLIS), true),
            new Field("seen", new Type.Timestamp(Clock.MICROS), true),
            new Field("r", r, true),
            new Field("again", r, false),
            new Field("a", new Type.Array(new Type.Text(List.of()), true), true));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatHasNoColumnIsAProblem(String schema, List<String> problems) {
    InvalidSchema invalid =
        catchThrowableOfType(InvalidSchema.class, () -> AvroSchemaReader.read(schema));
    assertThat(invalid.problems()).isEqualTo(problems);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("\"string\"", "(root): an event is a record, not string"),
        bad(record(""), "(root): a record needs fields"),
        bad(
            field("[\"int\", \"string\"]"),
            "/fields/x: not supported yet: a union but of null and one other type"),
        bad(field("\"null\""), "/fields/x: not supported yet: type null"),
        bad(
            field("{\"type\": \"map\", \"values\": \"int\"}"),
            "/fields/x: not supported yet: type map"),
        bad(field("\"bytes\""), "/fields/x: not supported yet: type bytes but for a decimal"),
        bad(
            field("{\"type\": \"int\", \"logicalType\": \"time-millis\"}"),
            "/fields/x: not supported yet: logicalType time-millis"),
        bad(
            field("{\"type\": \"long\", \"logicalType\": \"timestamp-nanos\"}"),
            "/fields/x: not supported yet: logicalType timestamp-nanos"),
        bad(
            field(
                "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 39, \"scale\":"
                    + " 0}"),
            "/fields/x: a decimal has at most 38 digits"),
        bad(
            field("[\"null\", \"Event\"]"),
            "/fields/x: not supported yet: a record within itself: Event"),
        bad(
            record("{\"name\": \"x\", \"type\": \"int\"}, {\"name\": \"X\", \"type\": \"int\"}"),
            "/fields/X: is the same column as x when case is ignored"),
        bad(
            record("{\"name\": \"_extra\", \"type\": \"string\"}"),
            "/fields/_extra: _extra is where unknown fields are kept; choose another name"));
  }

  @Test
  void whatIsNoSchemaIsAProblem() {
    for (String text : List.of("", "{", "{}", "{\"type\": \"recrod\"}", "[]")) {
      InvalidSchema invalid =
          catchThrowableOfType(InvalidSchema.class, () -> AvroSchemaReader.read(text));
      assertThat(invalid.problems()).hasSize(1).first().asString().startsWith("(root): ");
    }
  }

  private static String field(String type) {
    return record("{\"name\": \"x\", \"type\": " + type + "}");
  }

  private static String record(String fields) {
    return "{\"type\": \"record\", \"name\": \"Event\", \"fields\": [" + fields + "]}";
  }

  private static Arguments bad(String schema, String... problems) {
    return Arguments.of(schema, List.of(problems));
  }
}
