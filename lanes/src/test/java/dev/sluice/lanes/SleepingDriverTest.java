package dev.sluice.lanes;

import static dev.sluice.lanes.TestStack.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.spark.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that sleeps in the middle of its work, and wakes up when another has its lake. */
@Tag("slow")
class SleepingDriverTest {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path directory;

  @Test
  void itWritesNothingTwiceAndNothingMoreWhenItWakesUp() throws Exception {
    PretendedS3.configure(SparkForTests.session().sparkContext().hadoopConfiguration());
    String lake = "s3a://" + PretendedS3.makeBucket("sleepers") + "/lake";
    Path dataset = TestStack.datasetFile(directory, "sleeper", 0, "");
    Files.writeString(
        directory.resolve("platform.yaml"),
        TestStack.platformFile(directory).replace("lake: " + directory, "lake: " + lake));
    LakeTables tables = new LakeTables(lake, "sleeper", 1);
    try (TestTopic topic = TestTopic.create("sleeper", 2);
        Running sleeper = start("sleeper", dataset)) {
      topic.send(0, event("a", "1.00", "DE"));
      tables.awaitSilver(topic);
      send(topic, "in hand", 200);
      tables.awaitBronze(topic);
      send(topic, "judged, perhaps", 200);
      sleeper.signal("STOP");

      try (Running next = start("next", dataset)) {
        tables.awaitSilver(topic);
        send(topic, "afterwards", 200);
        sleeper.signal("CONT");
        send(topic, "for both", 200);

        assertThat(sleeper.exitCode()).isEqualTo(ExitCode.FENCED.code());
        assertThat(sleeper.output()).contains("SL-2022: Cannot go on writing to lake " + lake);
        tables.awaitSilver(topic);
        tables.awaitGold();
        next.signal("TERM");
        assertThat(next.exitCode()).as(next.output()).isZero();
      }
      tables.assertComplete(topic);
      tables.assertGold();
    }
  }

  private static void send(TestTopic topic, String what, int count) {
    for (int n = 0; n < count; n++) {
      topic.send(n % 2, event(what + n, "1.00", "DE"));
    }
  }

  private Running start(String name, Path dataset) throws IOException {
    Path output = directory.resolve(name + ".log");
    ProcessBuilder driver =
        new ProcessBuilder(
                TestJvm.command(
                    Driver.class,
                    "--platform",
                    directory.resolve("platform.yaml").toString(),
                    dataset.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    driver
        .environment()
        .putAll(
            Map.of(
                "AWS_ENDPOINT_URL", PretendedS3.endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "pretended",
                "AWS_SECRET_ACCESS_KEY", "pretended"));
    return new Running(driver.start(), output);
  }

  private record Running(Process process, Path log) implements AutoCloseable {
    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /** Of a process that does not end: what it says, with the stacks of its threads. */
    int exitCode() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        signal("QUIT");
        process.waitFor(2, TimeUnit.SECONDS);
        fail("it has not ended: " + output());
      }
      return process.exitValue();
    }

    String output() throws IOException {
      return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
