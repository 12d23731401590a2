package dev.sluice.common.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.error.SluiceException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeTest {
  @ParameterizedTest
  @ValueSource(strings = {"/some where/lake", "file:/some where/lake", "file:///some%20where/lake"})
  void aLakeOfThisMachineIsAPathOrAFileUrl(String root) {
    assertThat(new Lake(root).localControl("leases/driver.lock"))
        .isEqualTo(Path.of("/some where/lake/_sluice/leases/driver.lock"));
  }

  @Test
  void anObjectStoreIsNotOfThisMachine() {
    assertThatThrownBy(() -> new Lake("s3://bucket/lake").localControl("leases/driver.lock"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Cannot hold lake s3://bucket/lake");
  }
}
