package dev.sluice.silver;

import static dev.sluice.silver.DecoderCases.EVENT;
import static dev.sluice.silver.DecoderCases.raw;
import static dev.sluice.silver.DecoderCases.utf8;
import static dev.sluice.silver.DecoderCases.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of the bad-input table that concerns a JSON value. */
class JsonDecoderVerdictTest {
  private static final int KIB = 1024;

  private final JsonDecoder decoder =
      new JsonDecoder(EVENT, Evolution.ADDITIVE, DecoderLimits.DEFAULT);
  private final JsonDecoder strict =
      new JsonDecoder(EVENT, Evolution.STRICT, DecoderLimits.DEFAULT);

  @Test
  void beforeADocumentInTheWireFormatStandsAnySchemaId() {
    WireJsonDecoder wire = new WireJsonDecoder(decoder);
    assertThat(wire.decode(utf8("\0\0\0\7\u007f{\"id\":\"a\"}"))).isTrue();
    assertThat(wire.row().getUTF8String(0)).hasToString("a");

    assertThat(wire.decode(utf8("\0\0\0\0\1{\"id\":\"a\"} 1"))).isFalse();
    assertThat(wire.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(wire.detail()).isEqualTo("text after the document, at byte 11");
    assertThat(wire.row()).isNull();
    assertThat(wire.decode(utf8("\0\0\0\0\1"))).isFalse();
    assertThat(wire.detail()).isEqualTo("no document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0\0", "{\"id\":\"a\"}", "\1\0\0\0\0{\"id\":\"a\"}"})
  void aDocumentInTheWireFormatWithoutASchemaIdIsRefused(String value) {
    WireJsonDecoder wire = new WireJsonDecoder(decoder);
    assertThat(wire.decode(utf8(value))).isFalse();
    assertThat(wire.reason()).isEqualTo(Reason.SCHEMA_UNKNOWN);
    assertThat(wire.detail()).isEqualTo(WireHeader.MISSING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                        | no document
          ` `                       | no document
          {                         | the document ends before it is complete
          {"id":"a"                 | the document ends before it is complete
          {"id":"a                  | the document ends before it is complete
          {"id":"a",                | not JSON, at byte 10
          {"x":[1,{"y":2}           | the document ends before it is complete
          {"id":"a"}{"id":"b"}      | text after the document, at byte 10
          {"id":"a"} {"id":"b"}     | text after the document, at byte 11
          {"id":"a"} 1              | text after the document, at byte 11
          {"id":"a"} secret         | not JSON, at byte 11
          {"id":"a"}}               | not JSON, at byte 10
          []                        | not an object
          [{"id":"a"}]              | not an object
          "text"                    | not an object
          1                         | not an object
          null                      | not an object
          NaN                       | not an object
          {"id":"a",}               | not JSON, at byte 10
          {id:"a"}                  | not JSON, at byte 1
          {'id':'a'}                | not JSON, at byte 1
          {"id":"a" "count":1}      | not JSON, at byte 10
          {"id":"a","count":01}     | not JSON, at byte 18
          {"id":"a","count":+1}     | not JSON, at byte 18
          {"id":"a","count":.5}     | not JSON, at byte 18
          {"id":"a","count":1.}     | not JSON, at byte 20
          {"id":"a","count":1e}     | not JSON, at byte 20
          {"id":"a","count":0x1}    | not JSON, at byte 19
          {"id":"a","count":tru}    | not JSON, at byte 21
          {"id":"a","paid":True}    | not JSON, at byte 17
          {"id":"a","score":nan}    | not JSON, at byte 18
          {"id":"\\x"}              | not JSON, at byte 8
          {"id":"\\u12g4"}          | not JSON, at byte 11
          {"id":"a"} /* x */        | not JSON, at byte 11
          """)
  void whatIsNotOneJsonObjectIsMalformed(String document, String detail) {
    assertRefused(utf8(document), Reason.MALFORMED);
    assertThat(decoder.detail().replaceAll("\\d+", "N")).isEqualTo(detail.replaceAll("\\d+", "N"));
  }

  @Test
  void whiteSpaceOnlyAndRawControlsInStringsAreMalformed() {
    assertRefused(utf8(" \t\r\n"), Reason.MALFORMED);
    assertRefused(utf8("{\"id\":\"a\nb\"}"), Reason.MALFORMED);
    assertRefused(utf8("{\"id\":\"a\u001bb\"}"), Reason.MALFORMED);
    assertRefused(utf8("{\"id\":\"a\"}\f"), Reason.MALFORMED);
  }

  @Test
  void everyTruncationIsMalformed() {
    byte[] whole = with("\"x\":[\"é漢😀\",\"\\ud83d\\ude00\",-1.5e3,true],\"price\":1.50");
    assertThat(decoder.decode(whole)).isTrue();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(decoder.decode(part)).as("%d bytes", length).isFalse();
      assertThat(decoder.reason()).as("%d bytes", length).isEqualTo(Reason.MALFORMED);
    }
  }

  static Stream<Arguments> badEncodings() {
    return Stream.of(
        arguments("continuation byte alone", "\u0080"),
        arguments("two bytes cut short", "\u00c3"),
        arguments("three bytes cut short", "\u00e2\u0082"),
        arguments("over-long slash, two bytes", "\u00c0\u00af"),
        arguments("over-long NUL", "\u00c0\u0080"),
        arguments("over-long slash, three bytes", "\u00e0\u0080\u00af"),
        arguments("over-long slash, four bytes", "\u00f0\u0080\u0080\u00af"),
        arguments("surrogate in UTF-8", "\u00ed\u00a0\u0080"),
        arguments("surrogate pair in UTF-8 (CESU-8)", "\u00ed\u00a0\u00bd\u00ed\u00b8\u0080"),
        arguments("above U+10FFFF", "\u00f4\u0090\u0080\u0080"),
        arguments("five bytes", "\u00f8\u0088\u0080\u0080\u0080"),
        arguments("byte FF", "\u00ff"),
        arguments("Latin-1 umlaut", "\u00e4b"),
        arguments("byte order mark in the middle", "\u00ef\u00bb\u00bf"),
        arguments("NUL", "\u0000"),
        arguments("escaped NUL", "\\u0000"),
        arguments("high surrogate alone", "\\ud83d"),
        arguments("high surrogate before text", "\\ud83dx"),
        arguments("high surrogate before another escape", "\\ud83d\\n"),
        arguments("two high surrogates", "\\ud83d\\ud83d"),
        arguments("high surrogate before a letter", "\\uD83D\\u0041"),
        arguments("low surrogate alone", "\\uDE00"),
        arguments("surrogates the wrong way round", "\\ude00\\ud83d"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badEncodings")
  void badEncodingIsRefusedWhereverItStands(String name, String text) {
    List<String> members =
        List.of(
            "\"state\":\"%s\"",
            "\"count\":\"%s\"",
            "\"tags\":[\"%s\"]",
            "\"unknown\":\"%s\"",
            "\"unknown\":[{\"x\":[\"%s\"]}]",
            "\"%s\":1",
            "\"unknown\":{\"%s\":1}",
            "\"address\":{\"zip%s\":1}");
    for (String member : members) {
      assertRefused(raw(member.formatted(text)), Reason.BAD_ENCODING);
      assertThat(decoder.detail()).contains(" at byte ");
    }
  }

  @Test
  void aByteOrderMarkIsRefusedAtTheStartAndTheEndToo() {
    assertRefused(utf8("\ufeff{\"id\":\"a\"}"), Reason.BAD_ENCODING);
    assertThat(decoder.detail()).isEqualTo("byte order mark at byte 0");
    assertRefused(utf8("{\"id\":\"a\"}\ufeff"), Reason.BAD_ENCODING);
    assertRefused("{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_16), Reason.BAD_ENCODING);
    assertRefused("{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_16LE), Reason.BAD_ENCODING);
  }

  @Test
  void badEncodingIsReportedBeforeEverythingElse() {
    assertRefused(raw("\"x\":" + nested(70) + ",\"y\":\"\u0080\",\"y\":1,"), Reason.BAD_ENCODING);
    assertRefused(raw("\"y\":\"\\ud800\",\"x\":" + nested(70)), Reason.BAD_ENCODING);
  }

  static Stream<Arguments> documentsAtTheirLimits() {
    return Stream.of(
        arguments("depth", "\"x\":" + nested(63), "\"x\":" + nested(64)),
        arguments("depth of objects", "\"x\":" + nestedObjects(63), "\"x\":" + nestedObjects(64)),
        arguments("depth of thousands", "\"x\":" + nested(63), "\"x\":" + nested(100_000)),
        arguments("depth at a declared field", "\"x\":1", "\"count\":" + nested(100_000)),
        arguments(
            "string",
            "\"state\":null,\"x\":\"" + "s".repeat(256 * KIB) + "\"",
            "\"state\":null,\"x\":\"" + "s".repeat(256 * KIB + 1) + "\""),
        arguments(
            "declared string",
            "\"tags\":[\"" + "s".repeat(256 * KIB) + "\"]",
            "\"tags\":[\"" + "s".repeat(256 * KIB + 1) + "\"]"),
        arguments(
            "string in bytes",
            "\"x\":\"" + "é".repeat(128 * KIB) + "\"",
            "\"x\":\"" + "é".repeat(128 * KIB) + "s\""),
        arguments(
            "key",
            "\"" + "k".repeat(256 * KIB) + "\":1",
            "\"" + "k".repeat(256 * KIB + 1) + "\":1"),
        arguments("number", "\"x\":" + "1".repeat(64), "\"x\":" + "1".repeat(65)),
        arguments("negative", "\"x\":-" + "1".repeat(63), "\"x\":-" + "1".repeat(64)),
        arguments("fraction", "\"x\":0." + "1".repeat(62), "\"score\":0." + "1".repeat(63)),
        arguments("number at the wrong type", "\"x\":1", "\"paid\":" + "1".repeat(65)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documentsAtTheirLimits")
  void limitsAreExact(String name, String within, String beyond) {
    assertThat(decoder.decode(with(within))).as(decoder.detail()).isTrue();
    assertRefused(with(beyond), Reason.LIMIT_EXCEEDED);
  }

  @Test
  void aDocumentMayHaveOneMebibyte() {
    String start = "{\"id\":\"a\",\"count\":1";
    byte[] full = utf8(start + " ".repeat(KIB * KIB - start.length() - 1) + "}");
    assertThat(decoder.decode(full)).isTrue();
    assertRefused(utf8(new String(full, StandardCharsets.UTF_8) + " "), Reason.LIMIT_EXCEEDED);
    assertThat(decoder.detail()).isEqualTo("document of more than 1048576 bytes, at byte 1048577");
  }

  @Test
  void unclosedNestingIsALimitBeforeItIsMalformed() {
    assertRefused(utf8("[".repeat(100_000)), Reason.LIMIT_EXCEEDED);
    assertRefused(utf8("{\"a\":".repeat(100_000)), Reason.LIMIT_EXCEEDED);
    assertThat(decoder.detail()).isEqualTo("nesting deeper than 64, at byte 320");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\":\"b\"",
        "\"\\u0069d\":\"b\"",
        "\"id\":null",
        "\"count\":1,\"count\":1",
        "\"count\":null,\"count\":null",
        "\"count\":1,\"\\u0063ount\":2",
        "\"address\":{\"city\":\"x\",\"city\":\"y\"}",
        "\"address\":{\"city\":\"x\",\"zip\":1,\"zip\":2}",
        "\"items\":[{\"sku\":\"x\"},{\"sku\":\"x\",\"sku\":\"y\"}]",
        "\"count\":{\"a\":1,\"a\":2}",
        "\"x\":1,\"x\":1",
        "\"x\":1,\"\\u0078\":2",
        "\"x\":{\"a\":1,\"b\":1,\"c\":1,\"a\":2}",
        "\"x\":[[{\"é\":1,\"\\u00e9\":2}]]",
        "\"\":1,\"\":2"
      })
  void aKeyTwiceIsADuplicateWhereverItStands(String members) {
    assertRefused(with(members), Reason.DUPLICATE_KEY);
    assertThat(strict.decode(with(members))).isFalse();
    assertThat(strict.reason()).isEqualTo(Reason.DUPLICATE_KEY);
  }

  @Test
  void theSameKeyInTwoObjectsIsNoDuplicate() {
    byte[] document =
        with(
            "\"x\":{\"id\":1,\"a\":{\"a\":1}},\"ID\":1,\"items\":[{\"sku\":\"a\"},{\"sku\":\"a\"}]");
    assertThat(decoder.decode(document)).isTrue();
  }

  static Stream<Arguments> fieldVerdicts() {
    return Stream.of(
        // required
        arguments("{}", Reason.MISSING_FIELD, "id: missing or null"),
        arguments("{\"id\":null}", Reason.MISSING_FIELD, "id: missing or null"),
        member("\"address\":{}", Reason.MISSING_FIELD, "address.city: missing or null"),
        member(
            "\"items\":[{\"sku\":\"a\"},{}]", Reason.MISSING_FIELD, "items[].sku: missing or null"),
        // types
        arguments("{\"id\":1}", Reason.TYPE_MISMATCH, "id: expected string, found number"),
        arguments("{\"id\":true}", Reason.TYPE_MISMATCH, "id: expected string, found boolean"),
        arguments("{\"id\":[]}", Reason.TYPE_MISMATCH, "id: expected string, found array"),
        arguments("{\"id\":{}}", Reason.TYPE_MISMATCH, "id: expected string, found object"),
        member("\"count\":\"1\"", Reason.TYPE_MISMATCH, "count: expected bigint, found string"),
        member("\"count\":1.5", Reason.TYPE_MISMATCH, "count: expected bigint, found number"),
        member("\"count\":1e-1", Reason.TYPE_MISMATCH, "count: expected bigint, found number"),
        member("\"count\":true", Reason.TYPE_MISMATCH, "count: expected bigint, found boolean"),
        member("\"score\":\"1\"", Reason.TYPE_MISMATCH, "score: expected double, found string"),
        member("\"score\":\"\"", Reason.TYPE_MISMATCH, "score: expected double, found string"),
        member(
            "\"price\":\"1.50\"",
            Reason.TYPE_MISMATCH,
            "price: expected decimal(18,2), found string"),
        member(
            "\"wei\":1",
            Reason.TYPE_MISMATCH,
            "wei: expected decimal(38,0) in a string, found number"),
        member(
            "\"wei\":\"0x1\"",
            Reason.TYPE_MISMATCH,
            "wei: expected decimal(38,0) in a string, found string"),
        member(
            "\"wei\":\" 1\"",
            Reason.TYPE_MISMATCH,
            "wei: expected decimal(38,0) in a string, found string"),
        member("\"paid\":\"true\"", Reason.TYPE_MISMATCH, "paid: expected boolean, found string"),
        member("\"paid\":1", Reason.TYPE_MISMATCH, "paid: expected boolean, found number"),
        member("\"address\":[]", Reason.TYPE_MISMATCH, "address: expected object, found array"),
        member("\"tags\":\"a\"", Reason.TYPE_MISMATCH, "tags: expected array, found string"),
        member("\"tags\":[1]", Reason.TYPE_MISMATCH, "tags[]: expected string, found number"),
        member("\"tags\":[null]", Reason.TYPE_MISMATCH, "tags[]: expected string, found null"),
        member("\"items\":[null]", Reason.TYPE_MISMATCH, "items[]: expected object, found null"),
        // range
        member("\"count\":9223372036854775808", Reason.OUT_OF_RANGE, "count: not within bigint"),
        member("\"count\":-9223372036854775809", Reason.OUT_OF_RANGE, "count: not within bigint"),
        member("\"count\":1e999999999999", Reason.OUT_OF_RANGE, "count: not within bigint"),
        member("\"score\":1e400", Reason.OUT_OF_RANGE, "score: not within double"),
        member("\"score\":-1e400", Reason.OUT_OF_RANGE, "score: not within double"),
        member("\"price\":1.505", Reason.OUT_OF_RANGE, "price: not within decimal(18,2)"),
        member("\"price\":1e-3", Reason.OUT_OF_RANGE, "price: not within decimal(18,2)"),
        member("\"price\":1e-999999999", Reason.OUT_OF_RANGE, "price: not within decimal(18,2)"),
        member("\"price\":1e999999999", Reason.OUT_OF_RANGE, "price: not within decimal(18,2)"),
        member(
            "\"price\":12345678901234567", Reason.OUT_OF_RANGE, "price: not within decimal(18,2)"),
        member(
            "\"wei\":\"" + "9".repeat(39) + "\"",
            Reason.OUT_OF_RANGE,
            "wei: not within decimal(38,0) in a string"),
        member(
            "\"wei\":\"" + "9".repeat(200_000) + "\"",
            Reason.OUT_OF_RANGE,
            "wei: not within decimal(38,0) in a string"),
        member("\"percent\":-1", Reason.OUT_OF_RANGE, "percent: not within bigint from 0 to 100"),
        member("\"percent\":101", Reason.OUT_OF_RANGE, "percent: not within bigint from 0 to 100"),
        member("\"rate\":0.0999", Reason.OUT_OF_RANGE, "rate: not within double from 0.1 to 1"),
        member("\"rate\":1.0001", Reason.OUT_OF_RANGE, "rate: not within double from 0.1 to 1"),
        member("\"fee\":-0.01", Reason.OUT_OF_RANGE, "fee: not within decimal(6,2) from 0 to 9.99"),
        member("\"fee\":10", Reason.OUT_OF_RANGE, "fee: not within decimal(6,2) from 0 to 9.99"),
        // times
        member(
            "\"at\":1700000000",
            Reason.TYPE_MISMATCH,
            "at: expected date-time (RFC 3339), found number"),
        member(
            "\"at\":\"yesterday\"",
            Reason.TYPE_MISMATCH,
            "at: expected date-time (RFC 3339), found string"),
        member(
            "\"at\":\"2024-02-30T00:00:00Z\"",
            Reason.OUT_OF_RANGE,
            "at: not within date-time (RFC 3339)"),
        member(
            "\"day\":\"2024-2-3\"",
            Reason.TYPE_MISMATCH,
            "day: expected date (yyyy-mm-dd), found string"),
        member("\"day\":\"2023-02-29\"", Reason.OUT_OF_RANGE, "day: not within date (yyyy-mm-dd)"),
        // not finite
        member("\"count\":NaN", Reason.NON_FINITE, "count: not a finite number"),
        member("\"score\":NaN", Reason.NON_FINITE, "score: not a finite number"),
        member("\"score\":Infinity", Reason.NON_FINITE, "score: not a finite number"),
        member("\"score\":-Infinity", Reason.NON_FINITE, "score: not a finite number"),
        member("\"score\":\"NaN\"", Reason.NON_FINITE, "score: not a finite number"),
        member("\"score\":\"Infinity\"", Reason.NON_FINITE, "score: not a finite number"),
        member("\"score\":\"-Infinity\"", Reason.NON_FINITE, "score: not a finite number"),
        member("\"score\":\"+inf\"", Reason.NON_FINITE, "score: not a finite number"),
        member("\"price\":\"NaN\"", Reason.NON_FINITE, "price: not a finite number"),
        member("\"wei\":\"NaN\"", Reason.NON_FINITE, "wei: not a finite number"),
        member("\"paid\":NaN", Reason.NON_FINITE, "paid: not a finite number"),
        member("\"x\":NaN", Reason.NON_FINITE, "(undeclared field): not a finite number"),
        member(
            "\"address\":{\"city\":\"a\",\"x\":[Infinity]}",
            Reason.NON_FINITE,
            "address.(undeclared field): not a finite number"),
        // enumerations
        member("\"state\":\"lost\"", Reason.UNKNOWN_ENUM, "state: not one of the declared values"),
        member("\"state\":\"New\"", Reason.UNKNOWN_ENUM, "state: not one of the declared values"),
        member("\"state\":\"\"", Reason.UNKNOWN_ENUM, "state: not one of the declared values"));
  }

  private static Arguments member(String member, Reason reason, String detail) {
    return arguments("{\"id\":\"a\"," + member + "}", reason, detail);
  }

  @ParameterizedTest
  @MethodSource("fieldVerdicts")
  void aFieldThatIsNotAsDeclaredIsNamed(String document, Reason reason, String detail) {
    assertRefused(utf8(document), reason);
    assertThat(decoder.detail()).isEqualTo(detail);
  }

  @Test
  void theFirstFieldInSchemaOrderIsReported() {
    assertRefused(
        utf8("{\"state\":\"lost\",\"score\":\"x\",\"count\":1e30}"), Reason.MISSING_FIELD);
    assertRefused(with("\"state\":\"lost\",\"score\":\"x\",\"count\":1e30"), Reason.OUT_OF_RANGE);
    assertRefused(with("\"x\":NaN,\"state\":\"lost\""), Reason.UNKNOWN_ENUM);
  }

  @Test
  void aStrictSchemaRefusesUndeclaredFieldsAfterAllElse() {
    assertThat(strict.decode(with("\"count\":1"))).isTrue();
    assertThat(strict.decode(with("\"secret\":1"))).isFalse();
    assertThat(strict.reason()).isEqualTo(Reason.UNKNOWN_FIELD);
    assertThat(strict.detail()).isEqualTo("(undeclared field): not in the schema, which is strict");
    assertThat(strict.decode(with("\"address\":{\"city\":\"a\",\"zip\":1}"))).isFalse();
    assertThat(strict.detail())
        .isEqualTo("address.(undeclared field): not in the schema, which is strict");
    assertThat(strict.decode(with("\"secret\":1,\"items\":[1]"))).isFalse();
    assertThat(strict.reason()).isEqualTo(Reason.TYPE_MISMATCH);
  }

  @Test
  void detailIsShortAndHarmlessWhateverTheSchemaIsCalled() {
    String name = "a\u001b[31m\n" + "n".repeat(600);
    JsonDecoder named =
        new JsonDecoder(
            new EventSchema(List.of(new Field(name, new Type.Bool(), true))),
            Evolution.ADDITIVE,
            DecoderLimits.DEFAULT);
    assertThat(named.decode(utf8("{}"))).isFalse();
    assertThat(named.detail()).startsWith("a\\u001b[31m\\u000an").hasSize(512);
  }

  private void assertRefused(byte[] document, Reason reason) {
    assertThat(decoder.decode(document)).as("decoded").isFalse();
    assertThat(decoder.reason()).as(decoder.detail()).isEqualTo(reason);
    assertThat(decoder.row()).isNull();
    assertThat(decoder.detail()).isNotEmpty().hasSizeLessThanOrEqualTo(512);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String nestedObjects(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }
}
