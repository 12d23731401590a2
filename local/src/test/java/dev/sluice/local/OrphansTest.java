package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  @TempDir Path folder;

  private RunFiles files;
  private Process sleeper;

  @BeforeEach
  void startSleeper() throws IOException {
    files = new RunFiles(folder);
    sleeper = new ProcessBuilder("sleep", "300").start();
  }

  @AfterEach
  void stopSleeper() {
    sleeper.destroyForcibly();
  }

  @Test
  void aRecordedProcessIsStopped() {
    files.write(RunRecord.of("kafka", sleeper.toHandle(), "127.0.0.1:1"));

    assertThat(Orphans.stopAll(files, GRACE))
        .extracting(ServerStatus::pid)
        .containsExactly(sleeper.pid());
    assertThat(Orphans.isRunning(sleeper.toHandle())).isFalse();
    assertThat(files.all()).isEmpty();
  }

  @Test
  void aProcessThatOnlyHasTheSameIdIsLeftAlone() {
    String anHourAgo = Instant.now().minusSeconds(3_600).toString();
    files.write(new RunRecord("kafka", sleeper.pid(), anHourAgo, "127.0.0.1:1", "java"));

    assertThat(Orphans.stopAll(files, GRACE)).isEmpty();
    assertThat(sleeper.isAlive()).isTrue();
    assertThat(files.all()).isEmpty();
  }

  @Test
  void aTornRecordCountsAsNone() throws IOException {
    Files.writeString(folder.resolve("kafka.json"), "{\"name\":\"kaf");

    assertThat(files.all()).isEmpty();
    assertThat(Orphans.stopAll(files, GRACE)).isEmpty();
  }

  @Test
  void aFileThatIsNoRecordIsLeftAlone() throws IOException {
    Path status = folder.resolve("status.json");
    Files.writeString(status, "{\"pid\":" + sleeper.pid() + ",\"lanes\":[]}");

    assertThat(files.all()).isEmpty();
    assertThat(Orphans.stopAll(files, GRACE)).isEmpty();
    assertThat(sleeper.isAlive()).isTrue();
    assertThat(status).exists();
  }
}
