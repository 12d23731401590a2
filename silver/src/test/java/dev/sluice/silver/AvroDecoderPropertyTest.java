package dev.sluice.silver;

import static dev.sluice.silver.AvroEvents.address;
import static dev.sluice.silver.AvroEvents.decimal;
import static dev.sluice.silver.AvroEvents.field;
import static dev.sluice.silver.AvroEvents.order;
import static dev.sluice.silver.AvroEvents.state;
import static dev.sluice.silver.AvroEvents.wired;
import static dev.sluice.silver.AvroEvents.writer;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

class AvroDecoderPropertyTest {
  private static final String OTHER =
      writer(
          field("map", "{\"type\": \"map\", \"values\": [\"null\", \"string\", \"double\"]}"),
          field("id", "[\"null\", \"string\"]"),
          field(
              "tree",
              "{\"type\": \"record\", \"name\": \"T\", \"fields\": [{\"name\": \"t\", \"type\":"
                  + " {\"type\": \"array\", \"items\": \"T\"}}]}"),
          field("score", "\"float\""));

  private final RowDecoder bare = new BareDecoder(AvroEvents.dialect().own());
  private final RowDecoder wire = AvroEvents.wire(AvroEvents.READER, OTHER);

  @Property(tries = 10_000)
  void anyBytesGiveARowOrAReason(@ForAll byte[] bytes) {
    assertRowOrReason(bytes);
  }

  @Property(tries = 10_000)
  void mangledEventsGiveARowOrAReason(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] event = order(values(random));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      event = mangled(event, random);
    }
    assertRowOrReason(event);
  }

  @Property(tries = 1_000)
  void aGoodEventDecodesToItsValues(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Object> values = values(random);
    byte[] event = order(values);
    for (RowDecoder decoder : List.of(bare, wire)) {
      byte[] value = decoder == bare ? event : wired(1, event);
      assertThat(decoder.decode(value)).as(decoder.detail()).isTrue();
      assertThat(AvroEvents.value(decoder, "id"))
          .isEqualTo(UTF8String.fromString((String) values.get("id")));
      assertThat(AvroEvents.value(decoder, "count")).isEqualTo(values.get("count"));
      assertThat(AvroEvents.value(decoder, "score")).isEqualTo(values.get("score"));
      assertThat(((Decimal) AvroEvents.value(decoder, "price")).toUnscaledLong())
          .isEqualTo(new BigInteger(((ByteBuffer) values.get("price")).array()).longValue());
    }
  }

  private void assertRowOrReason(byte[] bytes) {
    assertRowOrReason(bare, bytes);
    assertRowOrReason(wire, bytes);
    assertRowOrReason(wire, wired(1, bytes));
    assertRowOrReason(wire, wired(2, bytes));
  }

  private static void assertRowOrReason(RowDecoder decoder, byte[] bytes) {
    boolean isRow = decoder.decode(bytes);
    assertThat(decoder.row() != null).isEqualTo(isRow);
    assertThat(decoder.reason() == null).isEqualTo(isRow);
    assertThat(decoder.detail() == null).isEqualTo(isRow);
  }

  private static Map<String, Object> values(Random random) {
    Map<String, Object> values = new HashMap<>();
    values.put("id", random.nextBoolean() ? "" : "ä".repeat(random.nextInt(9)) + random.nextInt());
    values.put("count", random.nextLong());
    values.put("score", random.nextGaussian());
    String digits = random.nextInt(1_000_000_000) + "." + (10 + random.nextInt(90));
    values.put("price", decimal(digits));
    values.put("paid", random.nextBoolean());
    values.put("state", state(random.nextBoolean() ? "NEW" : "PAID"));
    values.put("at", random.nextInt() * 1_000_000L);
    values.put("day", random.nextInt(1_000_000));
    values.put("address", random.nextBoolean() ? null : address("c" + random.nextInt(), 1));
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      tags.add(random.nextBoolean() ? null : "t");
    }
    values.put("tags", tags);
    return values;
  }

  private static byte[] mangled(byte[] event, Random random) {
    byte[] other = event.clone();
    if (event.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(event.length);
    switch (random.nextInt(4)) {
      case 0 -> other[at] = (byte) random.nextInt();
      case 1 -> other[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> other = Arrays.copyOf(event, at);
      default -> {
        other = Arrays.copyOf(event, event.length + 1);
        System.arraycopy(event, at, other, at + 1, event.length - at);
      }
    }
    return other;
  }
}
