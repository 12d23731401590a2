package dev.sluice.examples.clickstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickBytesTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final Click CLICK =
      new Click(
          "a1",
          1_772_366_400_000L,
          "user-1",
          "/Größe",
          "DE",
          new BigDecimal("19.90"),
          2,
          null,
          "Firefox",
          "https://例え.jp/");

  @Test
  void aClickIsWrittenDigitByDigit() {
    assertThat(new String(ClickBytes.of(ClickKind.NORMAL, CLICK, 0), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"event_id\":\"a1\",\"occurred_at\":1772366400000,\"user_id\":\"user-1\","
                + "\"page\":\"/Größe\",\"country\":\"DE\",\"price\":19.90,\"quantity\":2,"
                + "\"device\":null,\"user_agent\":\"Firefox\",\"referrer\":\"https://例え.jp/\"}");
  }

  @Test
  void aClickIsReadAsItWasWritten() throws IOException {
    JsonNode document = STRICT.readTree(ClickBytes.of(ClickKind.NORMAL, CLICK, 0));
    assertThat(Click.of(document))
        .usingRecursiveComparison()
        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
        .isEqualTo(CLICK);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TRUNCATED", "TWO_DOCUMENTS", "TRAILING_TEXT", "DUPLICATE_KEY", "NOT_A_NUMBER"})
  void whatIsBrokenIsNotOneDocument(ClickKind kind) {
    assertThatThrownBy(() -> STRICT.readTree(ClickBytes.of(kind, CLICK, 12_345)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, -3, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void whatIsTruncatedIsStillWholeLetters(int roll) throws CharacterCodingException {
    byte[] whole = ClickBytes.of(ClickKind.NORMAL, CLICK, 0);
    for (int i = 0; i < whole.length; i++) {
      byte[] cut = ClickBytes.of(ClickKind.TRUNCATED, CLICK, roll ^ i);
      assertThat(cut.length).isBetween(whole.length / 2 - 3, whole.length - 1);
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(cut));
    }
  }

  @Test
  void badUtf8CannotBeDecoded() {
    byte[] value = ClickBytes.of(ClickKind.BAD_UTF8, CLICK, 0);
    assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void tooLargeIsOverOneMebibyteAndUnderTwo() {
    assertThat(ClickBytes.of(ClickKind.TOO_LARGE, CLICK, 0).length)
        .isBetween((1 << 20) + 1, (1 << 21) - 1024);
  }

  @Test
  void aTombstoneIsNullAndAnEmptyValueIsNot() {
    assertThat(ClickBytes.of(ClickKind.TOMBSTONE, CLICK, 0)).isNull();
    assertThat(ClickBytes.of(ClickKind.EMPTY_VALUE, CLICK, 0)).isEmpty();
  }
}
