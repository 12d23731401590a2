package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopMarkerTest {
  @TempDir Path lake;

  @Test
  void anyFileIsAMarkerUntilItIsRemoved() throws IOException {
    StopMarker marker = new StopMarker(new Lake(lake.toString()), new Configuration());
    assertThat(marker.isSet()).isFalse();

    Files.createFile(Files.createDirectories(lake.resolve("_sluice/stop")).resolve("please"));
    assertThat(marker.isSet()).isTrue();

    marker.remove();
    assertThat(marker.isSet()).isFalse();
    marker.remove();
  }

  @Test
  void aLakeThatDoesNotAnswerDoesNotAsk() {
    StopMarker marker = new StopMarker(new Lake("nowhere://bucket/lake"), new Configuration());

    assertThat(marker.isSet()).isFalse();
    marker.remove();
  }
}
