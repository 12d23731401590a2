package dev.sluice.silver;

import static dev.sluice.silver.DecoderCases.EVENT;
import static dev.sluice.silver.DecoderCases.extra;
import static dev.sluice.silver.DecoderCases.utf8;
import static dev.sluice.silver.DecoderCases.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.definition.EventSchema.Field;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.RandomJson.Member;
import dev.sluice.silver.RandomJson.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

class JsonDecoderPropertyTest {
  private static final Set<Reason> OF_THE_BYTES =
      Set.of(Reason.BAD_ENCODING, Reason.LIMIT_EXCEEDED, Reason.MALFORMED);

  private final JsonDecoder decoder =
      new JsonDecoder(EVENT, Evolution.ADDITIVE, DecoderLimits.DEFAULT);
  private final JsonDecoder strict =
      new JsonDecoder(EVENT, Evolution.STRICT, DecoderLimits.DEFAULT);

  @Property(tries = 10_000)
  void mangledEventsGiveARowOrAReason(@ForAll long seed) {
    assertRowOrReason(new RandomEvents(seed).mangled());
  }

  @Property(tries = 10_000)
  void anyBytesGiveARowOrAReason(@ForAll byte[] bytes) {
    assertRowOrReason(bytes);
    assertRowOrReason(
        ("{\"id\":\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"}")
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 10_000)
  void theBytesAreGoodUtf8ExactlyWhenJavaCanDecodeThem(@ForAll byte[] bytes) {
    byte[] document = DecoderCases.raw("\"x\":\"" + new String(bytes, StandardCharsets.ISO_8859_1));
    boolean isUtf8 = Arrays.equals(utf8(new String(document, StandardCharsets.UTF_8)), document);
    DocumentScan scan = new DocumentScan(DecoderLimits.DEFAULT);
    boolean isAccepted = scan.accepts(document);
    if (isAccepted) {
      assertThat(isUtf8).isTrue();
    } else if (isUtf8) {
      assertThat(scan.detail()).containsAnyOf("NUL", "byte order mark", "surrogate");
    }
  }

  @Property(tries = 3_000)
  void aGoodEventDecodesToItsValues(@ForAll long seed) {
    RandomEvents events = new RandomEvents(seed);
    RandomEvents.Event event = events.event();
    decode(events.json().write(event.document()));
    for (Field field : EVENT.fields()) {
      assertThat(javaValue(value(decoder, field.name())))
          .as(field.name())
          .isEqualTo(event.values().get(field.name()));
    }
    assertThat(extra(decoder)).isNull();
  }

  @Property(tries = 3_000)
  void undeclaredFieldsAreKeptLetterForLetter(@ForAll long seed) {
    RandomEvents events = new RandomEvents(seed);
    RandomJson json = events.json();
    List<Member> members = new ArrayList<>(events.event().document().members());
    StringBuilder expected = new StringBuilder("{");
    for (int i = 0; i < 3; i++) {
      String text = json.write(json.value(4));
      members.add(json.below(members.size() + 1), Member.of("x" + i, text));
    }
    for (Member member : members) {
      if (member.key().startsWith("\"x")) {
        String comma = expected.length() > 1 ? "," : "";
        expected.append(comma).append(member.key()).append(':').append(json.write(member.value()));
      }
    }
    decode(json.write(new Node.Object(members)));
    assertThat(extra(decoder)).isEqualTo(expected.append('}').toString());
  }

  @Property(tries = 10_000)
  void theVerdictDoesNotDependOnTheOrderOfKeys(@ForAll long seed) {
    RandomEvents events = new RandomEvents(seed);
    Node document = events.spoilt();
    Node other = events.json().shuffled(document);
    for (JsonDecoder each : List.of(decoder, strict)) {
      String verdict = verdict(each, events.json().write(document));
      assertThat(verdict(each, events.json().write(other))).isEqualTo(verdict);
    }
  }

  @Property(tries = 5_000)
  void detailSaysNothingOfThePayload(@ForAll long seed) {
    RandomEvents events = new RandomEvents(seed);
    String canary = "kanarienvogel";
    String mangled = new String(events.mangled(), StandardCharsets.ISO_8859_1);
    String planted =
        events
            .json()
            .oneOf(
                mangled + canary,
                canary + mangled,
                mangled.replace("\"count\"", '"' + canary + '"'),
                mangled.replace("\"id\":", "\"id\":" + canary),
                mangled.replace("\"paid\":", "\"paid\":\"" + canary + "\",\"x\":"),
                mangled.replace(":\"", ":\"" + canary),
                "{\"" + canary + "\":" + mangled + "}",
                "{\"state\":\"" + canary + "\",\"id\":\"" + canary + "\"}");
    for (JsonDecoder each : List.of(decoder, strict)) {
      if (!each.decode(planted.getBytes(StandardCharsets.ISO_8859_1))) {
        assertThat(each.detail())
            .doesNotContain(canary)
            .doesNotContain(canary.substring(0, 4))
            .hasSizeLessThanOrEqualTo(512)
            .doesNotContainPattern("\\p{Cntrl}");
      }
    }
  }

  private void assertRowOrReason(byte[] document) {
    for (JsonDecoder each : List.of(decoder, strict)) {
      boolean isRow = each.decode(document);
      assertThat(each.row() != null).isEqualTo(isRow);
      assertThat(each.reason() == null).isEqualTo(isRow);
      assertThat(each.detail() == null).isEqualTo(isRow);
    }
  }

  private void decode(String document) {
    assertThat(decoder.decode(utf8(document))).as("%s: %s", decoder.detail(), document).isTrue();
  }

  /** Reason and detail; without the position where that is one in the bytes. */
  private static String verdict(JsonDecoder decoder, String document) {
    if (decoder.decode(utf8(document))) {
      return "row";
    }
    return OF_THE_BYTES.contains(decoder.reason())
        ? decoder.reason().toString()
        : decoder.reason() + " " + decoder.detail();
  }

  private static Object javaValue(Object value) {
    if (value instanceof UTF8String text) {
      return text.toString();
    } else if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    } else if (value instanceof GenericArrayData array) {
      return Arrays.stream(array.array()).map(JsonDecoderPropertyTest::javaValue).toList();
    }
    return value;
  }
}
