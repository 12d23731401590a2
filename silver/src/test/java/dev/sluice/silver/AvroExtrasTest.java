package dev.sluice.silver;

import static dev.sluice.silver.AvroEvents.bytes;
import static dev.sluice.silver.AvroEvents.extra;
import static dev.sluice.silver.AvroEvents.field;
import static dev.sluice.silver.AvroEvents.record;
import static dev.sluice.silver.AvroEvents.value;
import static dev.sluice.silver.AvroEvents.wire;
import static dev.sluice.silver.AvroEvents.wired;
import static dev.sluice.silver.AvroEvents.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import dev.sluice.common.table.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** What a writer's schema has and the dataset's has not, as text. */
class AvroExtrasTest {
  private static final String ID = field("id", "\"string\"");

  @Test
  void valuesOfEveryTypeAreKept() {
    keeps("null", null, "null");
    keeps("boolean", true, "true");
    keeps("int", -3, "-3");
    keeps("long", Long.MIN_VALUE, "-9223372036854775808");
    keeps("float", 0.5f, "0.5");
    keeps("double", 1e300, "1.0E300");
    keeps("double", Double.NaN, "\"NaN\"");
    keeps("float", Float.NEGATIVE_INFINITY, "\"-Infinity\"");
    keeps("string", "a\"\n{ü", "\"a\\\"\\n{ü\"");
    keeps("bytes", ByteBuffer.wrap(new byte[] {1, -1}), "\"Af8=\"");
  }

  @Test
  void valuesOfNamedAndLogicalTypesAreKept() {
    String decimal =
        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}";
    keepsOf(decimal, AvroEvents.decimal("-12.50"), "-12.50");
    String time = "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}";
    keepsOf(time, 1_700_000_000_000L, "1700000000000");
    String kind = "{\"type\": \"enum\", \"name\": \"Kind\", \"symbols\": [\"ONE\", \"TWO\"]}";
    keepsOf(
        kind,
        new GenericData.EnumSymbol(new org.apache.avro.Schema.Parser().parse(kind), "TWO"),
        "\"TWO\"");
    keepsOf("[\"null\", {\"type\": \"array\", \"items\": \"int\"}]", List.of(1, 2), "[1,2]");
    keepsOf("{\"type\": \"map\", \"values\": \"int\"}", Map.of("k", 1), "{\"k\":1}");
  }

  private static void keeps(String type, Object value, String json) {
    keepsOf("\"" + type + "\"", value, json);
  }

  private static void keepsOf(String type, Object value, String json) {
    String newer = writer(ID, field("more", type));
    GenericData.Record event = (GenericData.Record) record(newer, Map.of("id", "a"));
    event.put("more", value);
    RowDecoder decoder = wire(newer);
    assertThat(decoder.decode(wired(1, bytes(newer, event)))).as(decoder.detail()).isTrue();
    assertThat(extra(decoder)).isEqualTo("{\"more\":" + json + "}");
    assertThat(value(decoder, "id")).isEqualTo(UTF8String.fromString("a"));
  }

  @Test
  void aRecordWithinKeepsItsOwn() {
    String address =
        """
        {"type": "record", "name": "Address", "fields": [
          {"name": "zip", "type": "string"}, {"name": "city", "type": "string"}]}""";
    String newer = writer(field("address", "[\"null\", " + address + "]"), ID);
    RowDecoder decoder = wire(newer);
    Object place = record(address, Map.of("zip", "50667", "city", "Köln"));

    assertThat(decoder.decode(event(newer, Map.of("id", "a", "address", place)))).isTrue();
    assertThat(((InternalRow) value(decoder, "address")).getUTF8String(0).toString())
        .isEqualTo("Köln");
    assertThat(extra(decoder)).isEqualTo("{\"address\":{\"zip\":\"50667\"}}");
    assertThat(decoder.decode(event(newer, Map.of("id", "a")))).isTrue();
    assertThat(extra(decoder)).as("nothing of the event before").isNull();
  }

  @Test
  void elementsKeepTheirsAtTheirPositions() throws Exception {
    EventSchema schema =
        new EventSchema(
            List.of(
                new Field(
                    "items",
                    new Type.Array(
                        new Type.Struct(List.of(new Field("n", new Type.Int(), true))), true),
                    true)));
    String both =
        "{\"type\": \"record\", \"name\": \"Order\", \"fields\": [{\"name\": \"items\","
            + " \"type\": {\"type\": \"array\", \"items\": [\"null\", {\"type\": \"record\", \"name\":"
            + " \"Item\", \"fields\": [{\"name\": \"n\", \"type\": \"int\"}%s]}]}}]}";
    String newer = both.formatted(", {\"name\": \"x\", \"type\": \"int\"}");
    AvroDialect dialect =
        new AvroDialect(both.formatted(""), schema, "", Evolution.ADDITIVE, DecoderLimits.DEFAULT);
    WireDecoder decoder = new WireDecoder(dialect);
    decoder.use(new SchemaBook(Map.of(1, new SchemaAnswer.Known("AVRO", newer, false))));
    byte[] two = {4, 0, 2, 2, 14, 0};

    assertThat(decoder.decode(wired(1, two))).as(decoder.detail()).isTrue();
    assertThat(extra(decoder)).isEqualTo("{\"items\":[null,{\"x\":7}]}");
    assertThat(decoder.decode(wired(1, new byte[] {2, 0, 0}))).isTrue();
    assertThat(extra(decoder)).isNull();
  }

  @Test
  void fewBytesDoNotBecomeALongText() {
    StringBuilder nothings = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      nothings.append(i == 0 ? "" : ", ").append(field("nothing" + i, "\"null\""));
    }
    String list =
        "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"N\", \"fields\": ["
            + nothings
            + "]}}";
    String newer = writer(ID, field("list", list));
    byte[] many = {2, 'a', (byte) 0x80, (byte) 0x80, 4, 0};
    RowDecoder decoder = wire(newer);

    assertThat(decoder.decode(wired(1, many))).isFalse();
    assertThat(decoder.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(decoder.detail()).isEqualTo("undeclared fields of more than 1048576 bytes as JSON");
  }

  private static byte[] event(String writer, Map<String, Object> values) {
    return wired(1, bytes(writer, record(writer, values)));
  }
}
