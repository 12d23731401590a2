package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceOffsetsTest {
  private static final SourceOffsets CLICKS =
      SourceOffsets.NONE.with("clicks", "one", 0, 10).with("clicks", "one", 1, 20);

  @Test
  void theFurthestIsWhatEitherHasRead() {
    SourceOffsets other =
        SourceOffsets.NONE.with("clicks", "one", 1, 15).with("clicks", "one", 2, 5);

    assertThat(CLICKS.furthest(other))
        .isEqualTo(other.furthest(CLICKS))
        .isEqualTo(
            SourceOffsets.NONE
                .with("clicks", "one", 0, 10)
                .with("clicks", "one", 1, 20)
                .with("clicks", "one", 2, 5));
  }

  @Test
  void aTopicMadeAnewHasBeenReadAsFarAsTheOtherSays() {
    SourceOffsets anew = SourceOffsets.NONE.with("clicks", "two", 0, 3);

    assertThat(CLICKS.furthest(anew)).isEqualTo(anew);
  }

  @Test
  void nothingAddsNothing() {
    assertThat(CLICKS.furthest(SourceOffsets.NONE)).isEqualTo(CLICKS);
    assertThat(SourceOffsets.NONE.furthest(CLICKS)).isEqualTo(CLICKS);
  }
}
