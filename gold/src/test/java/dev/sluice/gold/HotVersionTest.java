package dev.sluice.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HotVersionTest {
  @Property
  void textsCompareAsVersionsDo(
      @ForAll @IntRange int generation,
      @ForAll @LongRange long epoch,
      @ForAll @LongRange long batch,
      @ForAll @IntRange int otherGeneration,
      @ForAll @LongRange long otherEpoch,
      @ForAll @LongRange long otherBatch) {
    HotVersion version = new HotVersion(generation, epoch, batch);
    HotVersion other = new HotVersion(otherGeneration, otherEpoch, otherBatch);
    assertThat(Integer.signum(version.text().compareTo(other.text())))
        .isEqualTo(version.compareTo(other));
    assertThat(version.text()).hasSameSizeAs(other.text());
    assertThat(HotVersion.parse(version.text())).isEqualTo(version);
  }

  @Test
  void aNewEpochIsNewerThanAnyBatchOfTheLast() {
    assertThat(new HotVersion(1, 3, 0)).isGreaterThan(new HotVersion(1, 2, Long.MAX_VALUE));
    assertThat(new HotVersion(2, 0, 0)).isGreaterThan(new HotVersion(1, 9, 9));
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> new HotVersion(1, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1, -1, 0");
  }
}
