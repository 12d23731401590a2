package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.DatasetDefinition.Evolution;
import dev.sluice.common.table.Reason;
import org.junit.jupiter.api.Test;

class DecoderLimitsTest {
  @Test
  void theDefaultsAreThoseOfTheReference() {
    assertThat(DecoderLimits.DEFAULT).isEqualTo(new DecoderLimits(64, 262_144, 64, 1_048_576));
  }

  @Test
  void everyLimitIsKept() {
    DecoderLimits limits = new DecoderLimits(2, 5, 3, 40);
    JsonDecoder decoder = new JsonDecoder(DecoderCases.EVENT, Evolution.ADDITIVE, limits);
    assertThat(decoder.decode(DecoderCases.with("\"x\":[123,\"12345\"]"))).isTrue();
    assertExceeded(decoder, "\"x\":[[]]", "nesting deeper than 2, at byte 15");
    assertExceeded(decoder, "\"x\":\"123456\"", "string of more than 5 bytes, at byte 15");
    assertExceeded(decoder, "\"x\":1234", "number of more than 3 characters, at byte 14");
    assertExceeded(
        decoder, "\"x\":" + " ".repeat(40), "document of more than 40 bytes, at byte 55");
  }

  @Test
  void aDatasetsLargestValueIsNoLargerThanADocumentMayBe() {
    assertThat(DecoderLimits.DEFAULT.upTo(5 << 20).maxDocumentBytes()).isEqualTo(5 << 20);
    assertThat(DecoderLimits.DEFAULT.upTo(1)).isEqualTo(DecoderLimits.DEFAULT);
  }

  @Test
  void aLimitMustBePositiveAndWithinJacksons() {
    assertThatThrownBy(() -> new DecoderLimits(0, 1, 1, 1))
        .hasMessage("Invalid value for maxDepth: 0 (must be 1 to 1000)");
    assertThatThrownBy(() -> new DecoderLimits(1, 1, 1_001, 1))
        .hasMessage("Invalid value for maxNumberChars: 1001 (must be 1 to 1000)");
  }

  private static void assertExceeded(JsonDecoder decoder, String member, String detail) {
    assertThat(decoder.decode(DecoderCases.with(member))).isFalse();
    assertThat(decoder.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(decoder.detail()).isEqualTo(detail);
  }
}
