package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aPortSomebodyListensOnIsNotFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
      assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void askingDoesNotTakeThePortWhileAnotherThreadForks() {
    int port = Ports.free();
    AtomicBoolean asking = new AtomicBoolean(true);
    CompletableFuture<Void> forks = CompletableFuture.runAsync(() -> forkWhile(asking));
    long free = IntStream.range(0, 2_000).filter(attempt -> Ports.isFree(port)).count();
    asking.set(false);
    forks.join();

    assertThat(free).isEqualTo(2_000);
  }

  private static void forkWhile(AtomicBoolean asking) {
    try {
      while (asking.get()) {
        new ProcessBuilder("true").start().waitFor();
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
