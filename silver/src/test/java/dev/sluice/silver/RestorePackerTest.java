package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestorePackerTest {
  @Test
  void everyPackedClaimIsRestored() {
    RestorePacker packer = new RestorePacker();
    for (int i = 0; i < 1_000; i++) {
      packer.add(i * 31L, -i, i - 500L, -i);
    }
    DedupIndex index = new DedupIndex(Duration.ofMinutes(1));
    RestorePacker.restore(packer.toBytes(), index);

    assertThat(index.keys()).isEqualTo(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(index.claim(i * 31L, -i, i - 500L, -i)).isEqualTo(DedupIndex.Claim.DUPLICATE);
    }
  }

  @Test
  void nothingPackedRestoresNothing() {
    DedupIndex index = new DedupIndex(Duration.ofMinutes(1));
    RestorePacker.restore(new RestorePacker().toBytes(), index);
    assertThat(index.keys()).isZero();
  }
}
