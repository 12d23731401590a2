package dev.sluice.silver;

import static dev.sluice.silver.AvroEvents.wired;
import static dev.sluice.silver.ProtobufEvents.ORDER;
import static dev.sluice.silver.ProtobufEvents.bare;
import static dev.sluice.silver.ProtobufEvents.value;
import static dev.sluice.silver.ProtobufEvents.wire;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.table.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ProtobufDecoderTest {
  private static final UTF8String A = UTF8String.fromString("a");

  private final RowDecoder decoder = bare();
  private final RowDecoder wired = wire(ProtobufEvents.PROTO);

  @Test
  void everyTypeBecomesItsColumn() {
    accepted(decoder, order().build().toByteArray());
    assertThat(value(decoder, "id")).isEqualTo(A);
    assertThat(value(decoder, "at")).isEqualTo(1_700_000_000_000_001L);
    assertThat(value(decoder, "count")).isEqualTo(-5L);
    assertThat(value(decoder, "score")).isEqualTo(0.5);
    assertThat(value(decoder, "state")).isEqualTo(UTF8String.fromString("PAID"));
    assertThat(((InternalRow) value(decoder, "place")).getUTF8String(0))
        .isEqualTo(UTF8String.fromString("Köln"));
    assertThat(((GenericArrayData) value(decoder, "marks")).array()).containsExactly(1L, -2L);
    assertThat(((GenericArrayData) value(decoder, "places")).numElements()).isEqualTo(2);
    assertThat(value(decoder, "text")).isNull();
    assertThat(value(decoder, "number")).isEqualTo(7L);
    assertThat(value(decoder, "rate")).isNull();
  }

  @Test
  void whatAnEventDoesNotHaveIsItsTypesZeroOrNull() {
    accepted(decoder, identity().build().toByteArray());
    assertThat(value(decoder, "count")).isEqualTo(0L);
    assertThat(value(decoder, "score")).isEqualTo(0.0);
    assertThat(value(decoder, "state")).isEqualTo(UTF8String.fromString("NEW"));
    assertThat(value(decoder, "place")).isNull();
    assertThat(((GenericArrayData) value(decoder, "marks")).numElements()).isZero();
    assertThat(value(decoder, "rate")).isNull();
  }

  @Test
  void anEventWithoutItsTimeMissesAField() {
    refused(decoder, builder(ORDER).build().toByteArray(), Reason.MISSING_FIELD);
    assertThat(decoder.detail()).isEqualTo("at: missing or null");
  }

  @Test
  void fieldsThatComeTwiceAreReadAsProtobufHasIt() throws Exception {
    DynamicMessage first = order().build();
    DynamicMessage second =
        identity()
            .setField(ORDER.findFieldByName("text"), "x")
            .setField(ORDER.findFieldByName("place"), place(""))
            .addRepeatedField(ORDER.findFieldByName("marks"), 3)
            .build();
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    first.writeTo(both);
    second.writeTo(both);
    accepted(decoder, both.toByteArray());
    assertThat(value(decoder, "text")).isEqualTo(UTF8String.fromString("x"));
    assertThat(value(decoder, "number")).isNull();
    assertThat(((GenericArrayData) value(decoder, "marks")).array()).containsExactly(1L, -2L, 3L);
    assertThat(((InternalRow) value(decoder, "place")).getUTF8String(0))
        .isEqualTo(UTF8String.fromString("Köln"));
  }

  @Test
  void unknownFieldsAreKeptByTheirNumbersUnlessTheDatasetIsStrict() {
    byte[] more =
        order()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        99,
                        UnknownFieldSet.Field.newBuilder()
                            .addVarint(1)
                            .addFixed32(2)
                            .addFixed64(3)
                            .addGroup(UnknownFieldSet.newBuilder().mergeVarintField(1, 2).build())
                            .build())
                    .build())
            .build()
            .toByteArray();
    accepted(decoder, more);
    assertThat(AvroEvents.extra(decoder)).isEqualTo("{\"99\":[1,2,3,\"CAKcBg==\"]}");
    RowDecoder strict = new BareDecoder(ProtobufEvents.dialect(Evolution.STRICT).own());
    refused(strict, more, Reason.UNKNOWN_FIELD);
    accepted(strict, order().build().toByteArray());
  }

  /** The place has a field 2; the places have none, and a field 3 that comes twice. */
  @Test
  void unknownFieldsOfMessagesWithinStandAtTheirPlaces() {
    accepted(
        decoder,
        plus(
            new int[] {6 << 3 | 2, 2, 2 << 3, 5},
            new int[] {8 << 3 | 2, 6, 3 << 3 | 2, 1, 'x', 3 << 3 | 2, 1, 'y'},
            new int[] {6 << 3 | 2, 2, 2 << 3, 6}));
    assertThat(AvroEvents.extra(decoder))
        .isEqualTo("{\"place\":{\"2\":[5,6]},\"places\":[null,null,{\"3\":[\"eA==\",\"eQ==\"]}]}");
    accepted(decoder, order().build().toByteArray());
    assertThat(AvroEvents.extra(decoder)).isNull();
  }

  @Test
  void badValuesHaveTheReasonsOfJson() {
    refused(decoder, with("score", Double.NaN), Reason.NON_FINITE);
    refused(decoder, with("number", -1L), Reason.OUT_OF_RANGE);
    refused(decoder, plus(5 << 3, 9), Reason.UNKNOWN_ENUM);
    refused(decoder, plus(4 << 3, 1), Reason.TYPE_MISMATCH);
    assertThat(decoder.detail()).isEqualTo("score: expected double, found another type");
    refused(decoder, plus(1 << 3 | 2, 1, 0xff), Reason.BAD_ENCODING);
    refused(decoder, plus(1 << 3 | 2, 1, 0), Reason.BAD_ENCODING);
    byte[] endless = {2 << 3 | 2, 12, 8, -1, -1, -1, -1, -1, -1, -1, -1, 127, 16, 0};
    refused(decoder, endless, Reason.OUT_OF_RANGE);
  }

  /** What a writer who has changed a type sends must not become what its lower bits say. */
  @Test
  void numbersAreNotCutToTheirTypes() {
    int[] twoToThe32 = {0x80, 0x80, 0x80, 0x80, 0x10};
    refused(decoder, plus(new int[] {7 << 3}, twoToThe32), Reason.OUT_OF_RANGE);
    assertThat(decoder.detail()).isEqualTo("marks[]: not within bigint");
    int[] oneMore = {0x81, 0x80, 0x80, 0x80, 0x10};
    refused(decoder, plus(new int[] {5 << 3}, oneMore), Reason.UNKNOWN_ENUM);
    refused(
        decoder,
        plus(new int[] {2 << 3 | 2, 8, 8, 1, 2 << 3}, new int[] {0x80, 0x80, 0x80, 0x80, 0x10}),
        Reason.OUT_OF_RANGE);
    int[] most = {10 << 3, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
    refused(decoder, plus(most, new int[] {1}), Reason.OUT_OF_RANGE);
    refused(decoder, plus(most, new int[] {2}), Reason.MALFORMED);
    refused(decoder, plus(most, new int[] {0x80, 1}), Reason.MALFORMED);
  }

  @Test
  void aTimestampOfOtherNumbersIsAMismatch() {
    refused(decoder, plus(2 << 3 | 2, 9, 1 << 3 | 1, 1, 0, 0, 0, 0, 0, 0, 0), Reason.TYPE_MISMATCH);
    refused(decoder, plus(2 << 3 | 2, 5, 2 << 3 | 5, 1, 0, 0, 0), Reason.TYPE_MISMATCH);
    accepted(decoder, plus(2 << 3 | 2, 7, 1 << 3, 1, 3 << 3 | 5, 1, 0, 0, 0));
  }

  @Test
  void damagedBytesAreMalformed() {
    refused(decoder, plus(0), Reason.MALFORMED);
    refused(decoder, plus(1 << 3 | 7), Reason.MALFORMED);
    refused(decoder, plus(6 << 3 | 2, 100, 1), Reason.MALFORMED);
    refused(decoder, plus(99 << 3 | 3, 8), Reason.MALFORMED);
    refused(decoder, plus(1 << 3 | 2), Reason.MALFORMED);
  }

  @Test
  void theMessageIsFoundByItsPosition() {
    byte[] event = order().build().toByteArray();
    accepted(wired, wired(1, indexed(event, 1, 1)));
    refused(wired, wired(1, indexed(event, 0)), Reason.SCHEMA_INCOMPATIBLE);
    assertThat(wired.detail()).isEqualTo("not shop.Order but shop.Place of the writer's schema");
    refused(wired, wired(1, indexed(event, 1, 7)), Reason.SCHEMA_INCOMPATIBLE);
    refused(wired, wired(1, indexed(event, 2, 1, 0)), Reason.SCHEMA_INCOMPATIBLE);
    refused(wired, wired(1, new byte[0]), Reason.MALFORMED);
    refused(wired, wired(1, new byte[] {-2, -1, -1, -1, 15}), Reason.MALFORMED);
    accepted(wire("package shop; message Order {}"), wired(1, indexed(event, 0)));
    accepted(wire("package shop; message Order {}"), wired(1, indexed(event, 1, 0)));
  }

  @Test
  void theOutlineOfAWritersSchemaHasItsMessagesInOrder() {
    ProtoOutline outline =
        ProtoOutline.of(
            """
            syntax = "proto3"; package a.b;
            option x = "message No { } }";
            message A { enum E { message = 0; } message B { oneof o { string c = 1; } message C {} } }
            // message No {
            service S { rpc R (A) returns (A) { option (x) = {y: "}"}; } }
            message D { string message = 1; /* } */ message A {} }
            """);
    assertThat(outline.message(List.of(0))).contains("a.b.A");
    assertThat(outline.message(List.of(0, 0, 0))).contains("a.b.A.B.C");
    assertThat(outline.message(List.of(1))).contains("a.b.D");
    assertThat(outline.message(List.of(1, 0))).contains("a.b.D.A");
    assertThat(outline.message(List.of(2))).isEmpty();
    assertThat(outline.message(List.of(-1))).isEmpty();
  }

  @Property(tries = 10_000)
  void anyBytesGiveARowOrAReason(@ForAll byte[] bytes) {
    assertRowOrReason(bytes);
  }

  @Property(tries = 10_000)
  void mangledEventsGiveARowOrAReason(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] event = order().build().toByteArray();
    for (int changes = 1 + random.nextInt(4); changes > 0 && event.length > 0; changes--) {
      event[random.nextInt(event.length)] = (byte) random.nextInt();
      event = Arrays.copyOf(event, event.length - random.nextInt(2));
    }
    assertRowOrReason(event);
  }

  private void assertRowOrReason(byte[] bytes) {
    for (byte[] value : List.of(bytes, wired(1, bytes), wired(1, indexed(bytes, 1, 1)))) {
      for (RowDecoder each : List.of(decoder, wired)) {
        boolean isRow = each.decode(value);
        assertThat(each.row() != null).isEqualTo(isRow);
        assertThat(each.reason() == null).isEqualTo(isRow);
        assertThat(each.detail() == null).isEqualTo(isRow);
      }
    }
  }

  /** An event with its id and time. */
  private static DynamicMessage.Builder identity() {
    return builder(ORDER)
        .setField(ORDER.findFieldByName("id"), "a")
        .setField(
            ORDER.findFieldByName("at"),
            Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(1_999).build());
  }

  private static DynamicMessage.Builder order() {
    return identity()
        .setField(ORDER.findFieldByName("count"), -5L)
        .setField(ORDER.findFieldByName("score"), 0.5)
        .setField(
            ORDER.findFieldByName("state"),
            ORDER.findFieldByName("state").getEnumType().findValueByName("PAID"))
        .setField(ORDER.findFieldByName("place"), place("Köln"))
        .addRepeatedField(ORDER.findFieldByName("marks"), 1)
        .addRepeatedField(ORDER.findFieldByName("marks"), -2)
        .addRepeatedField(ORDER.findFieldByName("places"), place("b"))
        .addRepeatedField(ORDER.findFieldByName("places"), place(""))
        .setField(ORDER.findFieldByName("number"), 7L);
  }

  private static DynamicMessage place(String city) {
    Descriptor place = ORDER.findFieldByName("place").getMessageType();
    return builder(place).setField(place.findFieldByName("city"), city).build();
  }

  private static DynamicMessage.Builder builder(Descriptor message) {
    return DynamicMessage.newBuilder(message);
  }

  private static byte[] with(String field, Object value) {
    return order().setField(ORDER.findFieldByName(field), value).build().toByteArray();
  }

  private static byte[] plus(int[]... more) {
    return plus(Arrays.stream(more).flatMapToInt(Arrays::stream).toArray());
  }

  /** An event with these bytes behind it. */
  private static byte[] plus(int... more) {
    byte[] event = order().build().toByteArray();
    byte[] longer = Arrays.copyOf(event, event.length + more.length);
    for (int i = 0; i < more.length; i++) {
      longer[event.length + i] = (byte) more[i];
    }
    return longer;
  }

  /** Small numbers of message indexes, zigzag-encoded, before the event. */
  private static byte[] indexed(byte[] event, int... numbers) {
    byte[] bytes = new byte[numbers.length + event.length];
    for (int i = 0; i < numbers.length; i++) {
      bytes[i] = (byte) (2 * numbers[i]);
    }
    System.arraycopy(event, 0, bytes, numbers.length, event.length);
    return bytes;
  }

  private static void accepted(RowDecoder decoder, byte[] value) {
    boolean isRow = decoder.decode(value);
    assertThat(isRow).as("%s", decoder.detail()).isTrue();
  }

  private static void refused(RowDecoder decoder, byte[] value, Reason reason) {
    assertThat(decoder.decode(value)).isFalse();
    assertThat(decoder.reason()).as(decoder.detail()).isEqualTo(reason);
  }
}
