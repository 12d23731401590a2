package dev.sluice.silver;

import static dev.sluice.silver.DecoderCases.EVENT;
import static dev.sluice.silver.DecoderCases.extra;
import static dev.sluice.silver.DecoderCases.utf8;
import static dev.sluice.silver.DecoderCases.value;
import static dev.sluice.silver.DecoderCases.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What good documents become. */
class JsonDecoderRowTest {
  private static final StructType ROW = EVENT.sparkType().add("_extra", DataTypes.StringType);

  private final JsonDecoder decoder =
      new JsonDecoder(EVENT, Evolution.ADDITIVE, DecoderLimits.DEFAULT);

  @Test
  void everyTypeDecodesToItsCatalystValue() {
    decode(
        """
        {"id": "a", "count": -7, "score": 1.5, "price": 12.5, "wei": "123456789012345678901234567890",
         "paid": true, "state": "paid", "at": "2024-02-29T12:30:00.25+01:00", "day": "2024-02-29",
         "percent": 100, "rate": 0.1, "fee": 9.99, "address": {"city": "Köln", "floor": 3},
         "tags": ["x", ""], "marks": [1, null], "items": [{"sku": "s", "price": 0.1}]}
        """);
    assertThat(CatalystTypeConverters.createToScalaConverter(ROW).apply(decoder.row()))
        .hasToString(
            "[a,-7,1.5,12.50,123456789012345678901234567890,true,paid,2024-02-29 11:30:00.25,"
                + "2024-02-29,100,0.1,9.99,[Köln,3],WrappedArray(x, ),WrappedArray(1, null),"
                + "WrappedArray([s,0.10]),null]");
  }

  @Test
  void aRowGoesThroughSparksOwnRowFormat() {
    decode(with("\"wei\":\"1\",\"price\":1,\"items\":[{\"sku\":\"s\",\"price\":0.1}],\"x\":1"));
    InternalRow copy = UnsafeProjection.create(ROW).apply(decoder.row());
    assertThat(copy.getUTF8String(0)).hasToString("a");
    assertThat(copy.getDecimal(3, 18, 2).toJavaBigDecimal()).isEqualTo("1.00");
    assertThat(copy.getDecimal(4, 38, 0).toJavaBigDecimal()).isEqualTo("1");
    assertThat(copy.getUTF8String(DecoderCases.EXTRA)).hasToString("{\"x\":1}");
  }

  @Test
  void optionalFieldsMayBeMissingOrNull() {
    decode("{\"id\":\"a\",\"address\":null,\"count\":null}");
    for (int i = 1; i < ROW.length(); i++) {
      assertThat(decoder.row().isNullAt(i)).as(ROW.fieldNames()[i]).isTrue();
    }
  }

  @Test
  void anEmptyStringIsNotNull() {
    decode("{\"id\":\"\"}");
    assertThat(value(decoder, "id")).isEqualTo(UTF8String.EMPTY_UTF8);
  }

  @Test
  void eachDecodeStartsAfresh() {
    decode(with("\"count\":1,\"x\":1"));
    InternalRow first = decoder.row();
    assertThat(decoder.decode(utf8("{"))).isFalse();
    decode("{\"id\":\"b\"}");
    assertThat(decoder.reason()).isNull();
    assertThat(decoder.detail()).isNull();
    assertThat(value(decoder, "count")).isNull();
    assertThat(extra(decoder)).isNull();
    assertThat(first.getLong(1)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "1.0, 1",
    "1e2, 100",
    "1.5E1, 15",
    "120e-1, 12",
    "0e999999999999, 0",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775807.000, 9223372036854775807",
    "922337203685477580.7e1, 9223372036854775807"
  })
  void anIntegerIsJudgedByItsValue(String number, long value) {
    decode(with("\"count\":" + number));
    assertThat(value(decoder, "count")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "0.1",
        "1e22",
        "1e23",
        "9007199254740993",
        "123456789012345678901234567890",
        "1.7976931348623157e308",
        "4.9e-324",
        "1e-400",
        "0.30000000000000004",
        "2.2250738585072011e-308",
        "1e-22",
        "9007199254740991e22",
        "1234567890.12345678"
      })
  void aDoubleIsTheNearestOne(String number) {
    decode(with("\"score\":" + number));
    assertThat(value(decoder, "score")).isEqualTo(Double.parseDouble(number));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "-0.00, 0.00",
    "0e9999999999, 0.00",
    "1, 1.00",
    "1.5, 1.50",
    "1.50000, 1.50",
    "-1.25, -1.25",
    "12e3, 12000.00",
    "125e-2, 1.25",
    "1.234e1, 12.34",
    "9999999999999999.99, 9999999999999999.99",
    "-9999999999999999.99, -9999999999999999.99",
    "9999999999999999.990000000000000, 9999999999999999.99"
  })
  void aDecimalKeepsEveryDigit(String number, BigDecimal value) {
    decode(with("\"price\":" + number));
    Decimal decimal = (Decimal) value(decoder, "price");
    assertThat(decimal.toJavaBigDecimal()).isEqualTo(value);
    assertThat(decimal.precision()).isEqualTo(18);
    assertThat(decimal.scale()).isEqualTo(2);
  }

  @Test
  void decimalsOfThirtyEightDigitsAreExact() {
    String digits = "-" + "12345678901234567890123456789012345678";
    decode(with("\"wei\":\"" + digits + "\""));
    assertThat(((Decimal) value(decoder, "wei")).toJavaBigDecimal()).isEqualTo(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:59.999999Z",
        "2024-02-29t12:00:00z",
        "2024-02-29T12:00:00.1+18:00",
        "2024-02-29T12:00:00-00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.5Z",
        "1582-10-10T00:00:00Z"
      })
  void aDateTimeIsItsMicroseconds(String text) {
    decode(with("\"at\":\"" + text + "\""));
    Instant instant = OffsetDateTime.parse(text).toInstant();
    long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    assertThat(value(decoder, "at")).isEqualTo(micros);
  }

  @Test
  void digitsBeyondTheMicrosecondAreCutOff() {
    decode(with("\"at\":\"1970-01-01T00:00:00.1234567891234Z\""));
    assertThat(value(decoder, "at")).isEqualTo(123_456L);
    decode(with("\"at\":\"1969-12-31T23:59:59.9999999Z\""));
    assertThat(value(decoder, "at")).isEqualTo(-1L);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29, TYPE_MISMATCH",
    "2024-02-29T12:00Z, TYPE_MISMATCH",
    "2024-02-29T12:00:00, TYPE_MISMATCH",
    "2024-02-29 12:00:00Z, TYPE_MISMATCH",
    "2024-02-29T12:00:00.Z, TYPE_MISMATCH",
    "2024-02-29T12:00:00+0100, TYPE_MISMATCH",
    "2024-02-29T12:00:00+01, TYPE_MISMATCH",
    "2024-02-29T12:00:00.1, TYPE_MISMATCH",
    "2024-02-29T12:00:00Zx, TYPE_MISMATCH",
    "2024/02/29T12:00:00Z, TYPE_MISMATCH",
    "+024-02-29T12:00:00Z, TYPE_MISMATCH",
    "2023-02-29T12:00:00Z, OUT_OF_RANGE",
    "2024-13-01T12:00:00Z, OUT_OF_RANGE",
    "2024-00-01T12:00:00Z, OUT_OF_RANGE",
    "2024-01-00T12:00:00Z, OUT_OF_RANGE",
    "2024-01-01T24:00:00Z, OUT_OF_RANGE",
    "2024-01-01T12:60:00Z, OUT_OF_RANGE",
    "2016-12-31T23:59:60Z, OUT_OF_RANGE",
    "2024-01-01T12:00:00+24:00, OUT_OF_RANGE",
    "0000-01-01T00:00:00Z, OUT_OF_RANGE",
    "0001-01-01T00:00:00+00:01, OUT_OF_RANGE",
    "9999-12-31T23:59:59-00:01, OUT_OF_RANGE"
  })
  void whatIsNoDateTimeIsRefused(String text, String reason) {
    assertThat(decoder.decode(with("\"at\":\"" + text + "\""))).isFalse();
    assertThat(decoder.reason()).hasToString(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01", "2024-02-29", "0001-01-01", "9999-12-31", "1582-10-10"})
  void aDateIsItsDays(String text) {
    decode(with("\"day\":\"" + text + "\""));
    assertThat(value(decoder, "day")).isEqualTo((int) LocalDate.parse(text).toEpochDay());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "x":1                                      | {"x":1}
          "x":-1.50e+07                              | {"x":-1.50e+07}
          "x":123456789012345678901234567890.10      | {"x":123456789012345678901234567890.10}
          "x":null,"y":true,"z":false                | {"x":null,"y":true,"z":false}
          "x":"a\\"b\\\\ \\u00e9é😀\\/","y":""        | {"x":"a\\"b\\\\ \\u00e9é😀\\/","y":""}
          "x" : { "a" : [ 1 , { } ] } , "y":[]       | {"x":{ "a" : [ 1 , { } ] },"y":[]}
          "a\\"b\\n\\u0041é":1,"":2                   | {"a\\"b\\nAé":1,"":2}
          "_extra":{"x":1}                           | {"_extra":{"x":1}}
          "ID":"b"                                   | {"ID":"b"}
          "address":{"zip":1,"city":"c"}             | {"address":{"zip":1}}
          "x":1,"address":{"zip":[],"city":"c"},"y":2 | {"x":1,"address":{"zip":[]},"y":2}
          "x":1,"address":{"city":"c"}               | {"x":1}
          "items":[{"sku":"a"},{"sku":"b","c":1.0},{"sku":"c"}],"y":2 | {"items":[null,{"c":1.0},null],"y":2}
          "items":[{"sku":"a","q":{}},{"sku":"b","r":[]}] | {"items":[{"q":{}},{"r":[]}]}
          """)
  void undeclaredFieldsAreKeptAsTheyWereWritten(String members, String extra) {
    decode(with(members));
    assertThat(extra(decoder)).isEqualTo(extra);
  }

  @Test
  void withoutUndeclaredFieldsThereIsNoExtra() {
    decode(with("\"address\":{\"city\":\"c\"},\"items\":[{\"sku\":\"a\"}],\"tags\":[\"{\"]"));
    assertThat(extra(decoder)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=CMD()|'/C calc'!A0",
        "<script>alert(1)</script>",
        "${jndi:ldap://x}",
        "'; drop table x; --",
        "a\\r\\nb",
        "\\u001b[31m"
      })
  void hostileStringsAreData(String text) {
    decode("{\"id\":\"" + text + "\"}");
    assertThat(value(decoder, "id"))
        .hasToString(text.replace("\\r", "\r").replace("\\n", "\n").replace("\\u001b", "\u001b"));
  }

  private void decode(String document) {
    decode(utf8(document));
  }

  private void decode(byte[] document) {
    assertThat(decoder.decode(document)).as(decoder.detail()).isTrue();
  }
}
