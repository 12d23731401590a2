package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochsTest {
  private final Configuration hadoop = SparkForTests.session().sparkContext().hadoopConfiguration();
  @TempDir Path lake;

  @Test
  void startsAreCountedByDataset() {
    assertThat(next("a", 0)).isEqualTo(1);
    assertThat(next("a", 0)).isEqualTo(2);
    assertThat(next("b", 0)).isEqualTo(1);
    assertThat(next("a", 0)).isEqualTo(3);
  }

  @Test
  void whatTheTablesHaveSeenIsNeverCountedAgain() {
    assertThat(next("a", 7)).isEqualTo(8);
    assertThat(next("a", 3)).isEqualTo(9);
  }

  /** It died when the next number was there and the last one not yet gone. */
  @Test
  void aStartThatDiedWhileCountingLosesNothing() throws IOException {
    next("a", 0);
    Files.createFile(lake.resolve("_sluice/epochs/a/2"));

    assertThat(next("a", 0)).isEqualTo(3);
    assertThat(next("a", 0)).isEqualTo(4);
  }

  private long next(String dataset, long seen) {
    return new Epochs(new Lake(lake.toString()), hadoop).next(dataset, seen);
  }
}
