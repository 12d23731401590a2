package dev.sluice.silver;

import dev.sluice.common.definition.EventSchema;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.definition.EventSchema.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** The event the decoder's tests speak of, with a field of every type. */
final class DecoderCases {
  static final EventSchema EVENT =
      new EventSchema(
          List.of(
              new Field("id", new Type.Text(List.of()), true),
              new Field("count", new Type.Int(), false),
              new Field("score", new Type.Float(), false),
              new Field("price", new Type.Decimal(18, 2, false, null, null), false),
              new Field("wei", new Type.Decimal(38, 0, true, null, null), false),
              new Field("paid", new Type.Bool(), false),
              new Field("state", new Type.Text(List.of("new", "paid")), false),
              new Field("at", new Type.Timestamp(), false),
              new Field("day", new Type.Date(), false),
              new Field("percent", new Type.Int(0L, 100L), false),
              new Field("rate", new Type.Float(new BigDecimal("0.1"), BigDecimal.ONE), false),
              new Field(
                  "fee",
                  new Type.Decimal(6, 2, false, BigDecimal.ZERO, new BigDecimal("9.99")),
                  false),
              new Field(
                  "address",
                  new Type.Struct(
                      List.of(
                          new Field("city", new Type.Text(List.of()), true),
                          new Field("floor", new Type.Int(), false))),
                  false),
              new Field("tags", new Type.Array(new Type.Text(List.of())), false),
              new Field("marks", new Type.Array(new Type.Int(), true), false),
              new Field(
                  "items",
                  new Type.Array(
                      new Type.Struct(
                          List.of(
                              new Field("sku", new Type.Text(List.of()), true),
                              new Field(
                                  "price", new Type.Decimal(9, 2, false, null, null), false)))),
                  false)));

  static final int EXTRA = EVENT.fields().size();

  private DecoderCases() {}

  static int ordinal(String field) {
    for (int i = 0; i < EXTRA; i++) {
      if (EVENT.fields().get(i).name().equals(field)) {
        return i;
      }
    }
    throw new IllegalArgumentException(field);
  }

  /** The event with one more member: {@code "count": 1}. */
  static byte[] with(String member) {
    return utf8("{\"id\":\"a\"," + member + "}");
  }

  /** The event with raw bytes (one per character) as another member. */
  static byte[] raw(String member) {
    return ("{\"id\":\"a\"," + member + "}").getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Object value(JsonDecoder decoder, String field) {
    return ((GenericInternalRow) decoder.row()).values()[ordinal(field)];
  }

  static String extra(JsonDecoder decoder) {
    Object extra = ((GenericInternalRow) decoder.row()).values()[EXTRA];
    return extra == null ? null : extra.toString();
  }
}
