package dev.sluice.silver;

import static dev.sluice.silver.AvroEvents.address;
import static dev.sluice.silver.AvroEvents.bytes;
import static dev.sluice.silver.AvroEvents.decimal;
import static dev.sluice.silver.AvroEvents.field;
import static dev.sluice.silver.AvroEvents.order;
import static dev.sluice.silver.AvroEvents.record;
import static dev.sluice.silver.AvroEvents.state;
import static dev.sluice.silver.AvroEvents.value;
import static dev.sluice.silver.AvroEvents.wire;
import static dev.sluice.silver.AvroEvents.wired;
import static dev.sluice.silver.AvroEvents.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.table.Reason;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class AvroDecoderTest {
  private static final UTF8String A = UTF8String.fromString("a");

  private final RowDecoder bare = new BareDecoder(AvroEvents.dialect().own());

  @Test
  void everyTypeBecomesItsColumn() {
    byte[] event =
        order(
            Map.of(
                "id",
                "a",
                "count",
                Long.MAX_VALUE,
                "score",
                0.1,
                "price",
                decimal("-1234567890123456.78"),
                "paid",
                true,
                "state",
                state("PAID"),
                "at",
                1_700_000_000_000_001L,
                "day",
                19_000,
                "address",
                address("Köln", 3),
                "tags",
                Arrays.asList("x", null, "")));

    assertThat(bare.decode(event)).as(bare.detail()).isTrue();
    assertThat(value(bare, "id")).isEqualTo(A);
    assertThat(value(bare, "count")).isEqualTo(Long.MAX_VALUE);
    assertThat(value(bare, "score")).isEqualTo(0.1);
    assertThat(((Decimal) value(bare, "price")).toJavaBigDecimal())
        .isEqualTo(new BigDecimal("-1234567890123456.78"));
    assertThat(value(bare, "paid")).isEqualTo(true);
    assertThat(value(bare, "state")).isEqualTo(UTF8String.fromString("PAID"));
    assertThat(value(bare, "at")).isEqualTo(1_700_000_000_000_001L);
    assertThat(value(bare, "day")).isEqualTo(19_000);
    InternalRow address = (InternalRow) value(bare, "address");
    assertThat(address.getUTF8String(0)).isEqualTo(UTF8String.fromString("Köln"));
    assertThat(address.getLong(1)).isEqualTo(3);
    assertThat(((GenericArrayData) value(bare, "tags")).array())
        .containsExactly(UTF8String.fromString("x"), null, UTF8String.EMPTY_UTF8);
  }

  @Test
  void aWriterWithFewerFieldsGetsTheDefaults() {
    String old = writer(field("id", "\"string\""));
    RowDecoder decoder = wire(old);

    assertThat(decoder.decode(wired(1, bytes(old, record(old, Map.of("id", "a")))))).isTrue();
    assertThat(value(decoder, "count")).isEqualTo(7L);
    assertThat(value(decoder, "score")).isNull();
    assertThat(value(decoder, "state")).isEqualTo(UTF8String.fromString("NEW"));
    assertThat(((GenericArrayData) value(decoder, "tags")).numElements()).isZero();
  }

  @Test
  void aWriterWithMoreFieldsInAnotherOrderIsResolved() {
    String tree =
        "{\"type\": \"record\", \"name\": \"Tree\", \"fields\": [{\"name\": \"below\", \"type\":"
            + " {\"type\": \"array\", \"items\": \"Tree\"}}]}";
    String newer =
        writer(
            field("labels", "{\"type\": \"map\", \"values\": [\"null\", \"long\"]}"),
            field("tree", tree),
            field("score", "\"float\""),
            field("count", "\"int\""),
            field("blob", "\"bytes\""),
            field("id", "[\"null\", \"string\"]"));
    Map<String, Object> labels = new java.util.HashMap<>();
    labels.put("x", null);
    labels.put("y", 1L);
    Object leaf = record(tree, Map.of("below", List.of()));
    byte[] event =
        bytes(
            newer,
            record(
                newer,
                Map.of(
                    "labels",
                    labels,
                    "tree",
                    record(tree, Map.of("below", List.of(leaf, leaf))),
                    "score",
                    0.5f,
                    "count",
                    3,
                    "blob",
                    ByteBuffer.wrap(new byte[] {0, 1, 2}),
                    "id",
                    "a")));
    RowDecoder decoder = wire(newer);

    assertThat(decoder.decode(wired(1, event))).as(decoder.detail()).isTrue();
    assertThat(value(decoder, "id")).isEqualTo(A);
    assertThat(value(decoder, "score")).isEqualTo(0.5);
    assertThat(value(decoder, "count")).isEqualTo(3L);
    assertThat(AvroEvents.extra(decoder))
        .isEqualTo(
            "{\"labels\":{\"x\":null,\"y\":1},"
                + "\"tree\":{\"below\":[{\"below\":[]},{\"below\":[]}]},"
                + "\"blob\":\"AAEC\"}");

    RowDecoder strict = wire(Evolution.STRICT, newer);
    assertThat(strict.decode(wired(1, event))).isFalse();
    assertThat(strict.reason()).isEqualTo(Reason.UNKNOWN_FIELD);
  }

  @Test
  void millisecondsOfAWriterBecomeMicroseconds() {
    String millis =
        writer(
            field("id", "\"string\""),
            field("at", "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}"));
    RowDecoder decoder = wire(millis);

    assertThat(decoder.decode(wired(1, bytes(millis, record(millis, Map.of("id", "a", "at", 5L))))))
        .isTrue();
    assertThat(value(decoder, "at")).isEqualTo(5_000L);
    refused(
        decoder,
        wired(1, bytes(millis, record(millis, Map.of("id", "a", "at", Long.MAX_VALUE)))),
        Reason.OUT_OF_RANGE);
  }

  @Test
  void aWriterThatCannotBecomeTheDatasetsIsIncompatible() {
    String number = writer(field("id", "\"long\""));
    String none = writer(field("count", "\"long\""));
    String noUnit = writer(field("id", "\"string\""), field("at", "\"long\""));
    String noDigits = writer(field("id", "\"string\""), field("price", "\"bytes\""));
    RowDecoder decoder = wire(number, none, noUnit, noDigits, "{}", "\"string\"");
    for (int id = 1; id <= 6; id++) {
      refused(decoder, wired(id, new byte[] {2, 'a'}), Reason.SCHEMA_INCOMPATIBLE);
      assertThat(decoder.detail()).startsWith("schema id " + id + ": ");
    }
  }

  @Test
  void aSchemaOfAnotherFormatIsIncompatible() {
    WireDecoder decoder = new WireDecoder(AvroEvents.dialect());
    decoder.use(
        new SchemaBook(
            Map.of(
                1, new SchemaAnswer.Known("PROTOBUF", "message X {}", false),
                2, new SchemaAnswer.Known("AVRO", AvroEvents.READER, true))));
    refused(decoder, wired(1, new byte[0]), Reason.SCHEMA_INCOMPATIBLE);
    refused(decoder, wired(2, new byte[0]), Reason.SCHEMA_INCOMPATIBLE);
    assertThat(decoder.detail()).contains("not supported yet");
  }

  @Test
  void aNullWhereAValueIsRequiredIsMissing() {
    String nullable = writer(field("id", "[\"null\", \"string\"]"));
    RowDecoder decoder = wire(nullable);
    refused(decoder, wired(1, new byte[] {0}), Reason.MISSING_FIELD);
    assertThat(decoder.detail()).isEqualTo("id: missing or null");
  }

  @Test
  void aBranchThatCannotBecomeTheDatasetsIsIncompatibleWhereItOccurs() {
    String either = writer(field("id", "[\"string\", \"long\"]"));
    RowDecoder decoder = wire(either);
    assertThat(decoder.decode(wired(1, new byte[] {0, 2, 'a'}))).isTrue();
    refused(decoder, wired(1, new byte[] {2, 2}), Reason.SCHEMA_INCOMPATIBLE);
  }

  @Test
  void aSymbolTheDatasetDoesNotHaveIsUnknown() {
    String more =
        writer(
            field("id", "\"string\""),
            field(
                "state",
                "{\"type\": \"enum\", \"name\": \"State\", \"symbols\": [\"PAID\", \"LOST\"]}"));
    RowDecoder decoder = wire(more);
    assertThat(decoder.decode(wired(1, new byte[] {2, 'a', 0}))).isTrue();
    assertThat(value(decoder, "state")).isEqualTo(UTF8String.fromString("PAID"));
    refused(decoder, wired(1, new byte[] {2, 'a', 2}), Reason.UNKNOWN_ENUM);
    refused(decoder, wired(1, new byte[] {2, 'a', 4}), Reason.MALFORMED);
  }

  @Test
  void notANumberIsNotFinite() {
    refused(bare, order(Map.of("id", "a", "score", Double.NaN)), Reason.NON_FINITE);
    refused(bare, order(Map.of("id", "a", "score", Double.NEGATIVE_INFINITY)), Reason.NON_FINITE);
  }

  @Test
  void aDecimalOfMoreDigitsIsOutOfRange() {
    refused(
        bare,
        order(Map.of("id", "a", "price", decimal("12345678901234567.00"))),
        Reason.OUT_OF_RANGE);
    String finer =
        writer(
            field("id", "\"string\""),
            field(
                "price",
                "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 4,"
                    + " \"scale\": 3}"));
    RowDecoder decoder = wire(finer);
    assertThat(decoder.decode(wired(1, new byte[] {2, 'a', 4, 0, 10}))).isTrue();
    assertThat(value(decoder, "price").toString()).isEqualTo("0.01");
    refused(decoder, wired(1, new byte[] {2, 'a', 4, 0, 11}), Reason.OUT_OF_RANGE);
  }

  @Test
  void timesAreOfTheYearsThatEnginesCanShow() {
    long end = 253_402_300_800_000_000L;
    assertThat(bare.decode(order(Map.of("id", "a", "at", end - 1)))).isTrue();
    refused(bare, order(Map.of("id", "a", "at", end)), Reason.OUT_OF_RANGE);
    refused(bare, order(Map.of("id", "a", "at", Long.MIN_VALUE)), Reason.OUT_OF_RANGE);
    assertThat(bare.decode(order(Map.of("id", "a", "day", 2_932_896)))).isTrue();
    refused(bare, order(Map.of("id", "a", "day", 2_932_897)), Reason.OUT_OF_RANGE);
    refused(bare, order(Map.of("id", "a", "day", Integer.MIN_VALUE)), Reason.OUT_OF_RANGE);
  }

  @Test
  void textThatIsNoneIsBadEncoding() {
    for (byte[] text :
        List.of(new byte[] {'x', 0}, new byte[] {'x', (byte) 0xff}, new byte[] {(byte) 0xc3})) {
      byte[] event = order(Map.of("id", "..".substring(0, text.length)));
      System.arraycopy(text, 0, event, 1, text.length);
      refused(bare, event, Reason.BAD_ENCODING);
    }
  }

  @Test
  void everythingButAWholeEventIsMalformed() {
    byte[] event = order(Map.of("id", "a", "address", address("b", null), "tags", List.of("c")));
    for (int length = 0; length < event.length; length++) {
      refused(bare, Arrays.copyOf(event, length), Reason.MALFORMED);
    }
    refused(bare, Arrays.copyOf(event, event.length + 1), Reason.MALFORMED);
    assertThat(bare.detail()).isEqualTo("bytes after the event, at byte " + event.length);
  }

  @Test
  void lengthsThatLieAreNotBelieved() {
    byte[] longText = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'a'};
    refused(bare, longText, Reason.MALFORMED);
    String empty =
        writer(field("id", "\"string\""), field("x", "{\"type\": \"array\", \"items\": \"null\"}"));
    byte[] manyNothings = {2, 'a', (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0};
    refused(wire(empty), wired(1, manyNothings), Reason.MALFORMED);
  }

  @Test
  void elementsOfNoBytesCountTogether() {
    String nested = "{\"type\": \"array\", \"items\": {\"type\": \"array\", \"items\": \"null\"}}";
    RowDecoder decoder = wire(writer(field("id", "\"string\""), field("x", nested)));
    byte[] one = {2, 'a', 2, (byte) 0x80, (byte) 0x80, 8, 0, 0};
    byte[] two = {2, 'a', 4, (byte) 0x80, (byte) 0x80, 8, 0, (byte) 0x80, (byte) 0x80, 8, 0, 0};
    assertThat(decoder.decode(wired(1, one))).as(decoder.detail()).isTrue();
    refused(decoder, wired(1, two), Reason.LIMIT_EXCEEDED);
  }

  @Test
  void limitsHoldAsForJson() {
    refused(bare, order(Map.of("id", "x".repeat(256 * 1024 + 1))), Reason.LIMIT_EXCEEDED);
    assertThat(bare.decode(order(Map.of("id", "x".repeat(256 * 1024))))).isTrue();
    String list =
        "{\"type\": \"record\", \"name\": \"L\", \"fields\": [{\"name\": \"next\", \"type\":"
            + " [\"null\", \"L\"]}]}";
    String deep = writer(field("id", "\"string\""), field("list", list));
    byte[] links = new byte[2 + 70];
    Arrays.fill(links, (byte) 2);
    links[1] = 'a';
    links[71] = 0;
    refused(wire(deep), wired(1, links), Reason.LIMIT_EXCEEDED);
  }

  @Test
  void theFirstFieldInSchemaOrderIsReported() {
    refused(
        bare,
        order(Map.of("id", "a", "score", Double.NaN, "price", decimal("12345678901234567.00"))),
        Reason.NON_FINITE);
    assertThat(bare.detail()).isEqualTo("score: not a finite number");
  }

  @Test
  void whatHasNoIdOrOneNobodyKnowsIsOfUnknownSchema() {
    WireDecoder decoder = new WireDecoder(AvroEvents.dialect());
    decoder.use(
        new SchemaBook(
            Map.of(
                1, new SchemaAnswer.Unknown("the registry does not know it"),
                2, new SchemaAnswer.Unavailable("the registry does not answer"))));
    refused(decoder, new byte[0], Reason.SCHEMA_UNKNOWN);
    refused(decoder, "{}".getBytes(StandardCharsets.UTF_8), Reason.SCHEMA_UNKNOWN);
    refused(decoder, new byte[] {0, 0, 0, 1}, Reason.SCHEMA_UNKNOWN);
    refused(decoder, wired(1, new byte[0]), Reason.SCHEMA_UNKNOWN);
    assertThat(decoder.detail()).isEqualTo("schema id 1: the registry does not know it");
    refused(decoder, wired(2, new byte[0]), Reason.SCHEMA_UNAVAILABLE);
    assertThat(decoder.missingSchemas()).isEmpty();
    refused(decoder, wired(-3, new byte[0]), Reason.SCHEMA_UNAVAILABLE);
    assertThat(decoder.missingSchemas()).isEqualTo(Set.of(-3));
  }

  private static void refused(RowDecoder decoder, byte[] value, Reason reason) {
    assertThat(decoder.decode(value)).isFalse();
    assertThat(decoder.reason()).as(decoder.detail()).isEqualTo(reason);
    assertThat(decoder.row()).isNull();
  }
}
