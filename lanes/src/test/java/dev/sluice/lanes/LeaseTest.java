package dev.sluice.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  @TempDir Path directory;

  /** Takes the lease of a lake, says so, and keeps it until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (Lease lease = driver(new Lake(arguments[0]))) {
        System.out.println("held");
        System.in.read();
      } catch (SluiceException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }

  @Test
  void aSecondSupervisorIsRefusedUntilTheFirstIsClosed() throws Exception {
    PlatformDefinition platform = TestStack.platform(directory, LaneOption.LIVE);
    Supervisor first = supervisor(platform);
    assertThatThrownBy(() -> supervisor(platform))
        .isInstanceOf(SluiceException.class)
        .extracting("code")
        .isEqualTo("SL-2001");
    assertThatThrownBy(() -> supervisor(platform))
        .hasMessageContaining("process " + ProcessHandle.current().pid() + ", started ");
    first.close();

    supervisor(platform).close();
  }

  private static Supervisor supervisor(PlatformDefinition platform) {
    return Supervisor.start(SparkForTests.session(), platform, List.of(), WriteObserver.NONE);
  }

  @Test
  void aSupervisorThatCannotStartGivesTheLeaseBack() throws Exception {
    TestDataset dataset = TestDataset.of(directory, "unwritable");
    Path bronze = directory.resolve("lake/bronze");
    Files.createDirectories(bronze.getParent());
    Files.writeString(bronze, "a file where a folder should be");
    assertThatThrownBy(dataset::supervise).isInstanceOf(Exception.class);

    driver(new Lake(dataset.platform().lake())).close();
  }

  @Test
  void anotherProcessIsRefusedAlsoAfterARefusalInThisOne() throws Exception {
    Lake lake = new Lake(directory.toString());
    try (Lease lease = driver(lake)) {
      // POSIX would drop the lock if the refused attempt opened and closed the file.
      assertThatThrownBy(() -> driver(lake)).hasMessageContaining("another driver holds it");
      assertThat(startHolder())
          .contains("another driver holds it (process " + ProcessHandle.current().pid());
    }
    assertThat(startHolder()).isEqualTo("held");
  }

  @Test
  void aKilledHolderBlocksNobody() throws Exception {
    Lake lake = new Lake(directory.toString());
    Process holder = holder();
    assertThat(firstLine(holder)).isEqualTo("held");
    assertThatThrownBy(() -> driver(lake)).hasMessageContaining("process " + holder.pid());
    holder.destroyForcibly().waitFor();

    driver(lake).close();
  }

  /** What another process says when it tries; it ends at once. */
  private String startHolder() throws Exception {
    Process holder = holder();
    String line = firstLine(holder);
    holder.getOutputStream().close();
    holder.waitFor();
    return line;
  }

  private static Lease driver(Lake lake) {
    return Leases.of(lake, Sessions.hadoop()).driver();
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(TestJvm.command(Holder.class, directory.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    return output.readLine();
  }
}
