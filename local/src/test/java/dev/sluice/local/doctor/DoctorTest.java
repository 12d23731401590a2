package dev.sluice.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.JavaHome;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void aMachineThatBuildsSluiceIsHealthy() {
    List<Check> checks = Doctor.examine(StateDirectory.of(folder));

    assertThat(checks)
        .extracting(Check::name)
        .containsExactly(
            "java",
            "java-trino",
            "memory",
            "state-directory",
            "disk",
            "temporary-folder",
            "kafka",
            "redis",
            "kafka-port",
            "redis-port",
            "sessions",
            "snappy",
            "zstd");
    assertThat(Doctor.isHealthy(checks)).as(checks.toString()).isTrue();
  }

  @Test
  void everythingThatIsNotFineComesWithAFix() {
    List<Check> bad =
        List.of(
            JavaChecks.runningJava(21, "/jdk"),
            JavaChecks.javaForTrino(JavaHome.firstOf(24, Stream.of(folder))),
            MachineChecks.memory(GIB),
            MachineChecks.memory(4 * GIB),
            MachineChecks.disk(GIB / 2, folder),
            MachineChecks.disk(2 * GIB, folder),
            MachineChecks.stateDirectory(Path.of("/proc/nowhere")),
            MachineChecks.temporaryFolder(folder.resolve("missing")),
            StackChecks.broker(Optional.of(folder)),
            StackChecks.redis(folder, new Commands.Outcome(false, "libssl.so.3: not found")),
            StackChecks.sessions(false));

    assertThat(bad).allSatisfy(check -> assertThat(check.fix()).isNotBlank());
    assertThat(bad).extracting(Check::result).doesNotContain(Check.Result.OK);
  }

  @Test
  void aNewJdkIsFoundByItsReleaseFile() throws IOException {
    Path jdk = Files.createDirectories(folder.resolve("jdk-24/bin")).getParent();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"24.0.1\"\n");
    Files.createFile(jdk.resolve("bin/java")).toFile().setExecutable(true);

    assertThat(JavaChecks.javaForTrino(JavaHome.firstOf(24, Stream.of(folder, jdk))))
        .isEqualTo(Check.ok("java-trino", "Java 24 in " + jdk));
  }

  @Test
  void aTakenPortIsAWarningUnlessItIsOurs() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(StackChecks.port("kafka-port", port, List.of()).result())
          .isEqualTo(Check.Result.WARN);
      ServerStatus ours = new ServerStatus("kafka", "127.0.0.1:" + port, 1, Instant.EPOCH, true);
      assertThat(StackChecks.port("kafka-port", port, List.of(ours)).result())
          .isEqualTo(Check.Result.OK);
    }
  }
}
