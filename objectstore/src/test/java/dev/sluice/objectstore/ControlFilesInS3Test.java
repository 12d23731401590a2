package dev.sluice.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ControlFilesInS3Test {
  private static final int WRITES = 60;

  @Test
  void aFileThatIsReplacedMeanwhileIsReadAsOneOfItsVersions() throws Exception {
    Lake lake = new Lake("s3a://" + PretendedS3.makeBucket("control") + "/lake");
    ControlFiles files = new ControlFiles(lake, PretendedS3.configure(new Configuration()));
    files.write("progress.json", version(0));

    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int write = 1; write <= WRITES; write++) {
                files.write("progress.json", version(write));
              }
            });
    int reads = 0;
    while (!writer.isDone()) {
      String read = new String(files.read("progress.json").orElseThrow(), UTF_8);
      assertThat(read).matches("(\\d+ )\\1*");
      reads++;
    }
    writer.get();
    assertThat(reads).isPositive();
    assertThat(files.read("progress.json").orElseThrow()).isEqualTo(version(WRITES));
  }

  /** Each longer than the one before. */
  private static byte[] version(int write) {
    return (write + " ").repeat(write + 1).getBytes(UTF_8);
  }
}
