package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.StackErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class LocalStackTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  @TempDir Path project;

  private StateDirectory state;

  @BeforeEach
  void nameStateDirectory() {
    // A space, as in many a home directory.
    state = StateDirectory.of(project.resolve("my project"));
  }

  @AfterEach
  void leaveNothingRunning() {
    LocalStack.down(state, GRACE);
  }

  @Test
  void bothServersRunOnOtherPortsWhenTheirsAreTaken() throws IOException {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (ServerSocket kafkaPort = taken();
        ServerSocket redisPort = taken()) {
      LocalStack.Options options =
          new LocalStack.Options(kafkaPort.getLocalPort(), redisPort.getLocalPort(), List.of());
      try (LocalStack stack = LocalStack.start(state, options, listener(heard))) {
        assertThat(stack.kafka().port()).isNotEqualTo(kafkaPort.getLocalPort());
        assertThat(stack.redis().port()).isNotEqualTo(redisPort.getLocalPort());
        stack.kafka().createTopic("clicks", 2);
        assertThat(stack.kafka().topicIds(List.of("clicks"))).containsOnlyKeys("clicks");
        try (Jedis jedis = new Jedis(stack.redisUri())) {
          assertThat(jedis.ping()).isEqualTo("PONG");
        }
        assertThat(heard)
            .containsExactlyInAnyOrder(
                "starting kafka", "starting redis", "ready kafka", "ready redis");
        assertStatusShows(stack);
        assertSecondStartIsRefused();
      }
    }
    assertThat(LocalStack.status(state)).isEmpty();
  }

  @Test
  void aPortTakenBetweenTheSearchAndTheStartIsReplaced() {
    List<Integer> tried = new ArrayList<>();
    int wanted = Ports.free();

    int used =
        LocalStack.onFreePort(
            wanted,
            port -> {
              tried.add(port);
              if (tried.size() < 3) {
                throw StackErrors.portIsTaken("Redis", port);
              }
              return port;
            });

    assertThat(tried).hasSize(3).startsWith(wanted).endsWith(used);
    assertThatThrownBy(
            () ->
                LocalStack.onFreePort(
                    wanted,
                    port -> {
                      throw StackErrors.portIsTaken("Redis", port);
                    }))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("the port is taken");
  }

  private void assertStatusShows(LocalStack stack) {
    assertThat(LocalStack.status(state))
        .isEqualTo(stack.status())
        .allMatch(ServerStatus::alive)
        .extracting(ServerStatus::name, ServerStatus::pid, ServerStatus::endpoint)
        .containsExactly(
            tuple("driver", ProcessHandle.current().pid(), ""),
            tuple("kafka", stack.kafka().pid(), stack.bootstrapServers()),
            tuple("redis", stack.redis().pid(), "127.0.0.1:" + stack.redis().port()));
  }

  private void assertSecondStartIsRefused() {
    assertThatThrownBy(
            () ->
                LocalStack.start(state, LocalStack.Options.defaults(), LocalStack.Progress.SILENT))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "Cannot start the local stack in %s: it already runs (process %d)",
            state.root(), ProcessHandle.current().pid());
  }

  @Test
  void serversEndWithAKilledDriverAndTheNextStartServesTheirData() throws Exception {
    Process driver = StackHolder.startIn(state);
    List<ProcessHandle> servers = servers();
    assertThat(servers).hasSize(2);

    driver.destroyForcibly().waitFor();

    await().atMost(GRACE).until(() -> servers.stream().noneMatch(Orphans::isRunning));
    try (LocalStack stack = LocalStack.start(state, anyPorts(), LocalStack.Progress.SILENT)) {
      assertThat(stack.kafka().topicIds(List.of("left-behind"))).isNotEmpty();
    }
  }

  @Test
  void downStopsServersThatOutlivedTheirDriver() throws Exception {
    Process driver = StackHolder.startIn(state);
    List<ProcessHandle> servers = servers();
    killWatchesOf(driver);
    driver.destroyForcibly().waitFor();
    assertThat(servers).hasSize(2).allMatch(Orphans::isRunning);

    LocalStack.Down down = LocalStack.down(state, GRACE);

    assertThat(down.stopped()).extracting(ServerStatus::name).containsExactly("kafka", "redis");
    assertThat(servers).noneMatch(Orphans::isRunning);
    assertThat(LocalStack.status(state)).isEmpty();
  }

  @Test
  void downEndsALivingDriverFirstAndWipeRemovesTheData() throws Exception {
    Process driver = StackHolder.startIn(state);
    Files.createDirectories(state.lake().resolve("bronze"));

    LocalStack.Down down = LocalStack.downAndWipe(state, GRACE);

    assertThat(down.stopped())
        .extracting(ServerStatus::name)
        .containsExactly("driver", "kafka", "redis");
    assertThat(driver.waitFor()).isEqualTo(143);
    assertThat(state.lake()).doesNotExist();
    assertThat(state.kafka()).doesNotExist();
    assertThat(state.logs()).isDirectoryContaining("glob:**/kafka.log");
  }

  @Test
  void downWithoutAnythingRunningIsFine() {
    assertThat(LocalStack.downAndWipe(state, GRACE).stopped()).isEmpty();
  }

  private List<ProcessHandle> servers() {
    return new RunFiles(state.run())
        .all().stream()
            .filter(record -> !record.endpoint().isEmpty())
            .flatMap(record -> record.process().stream())
            .toList();
  }

  private static void killWatchesOf(Process driver) {
    driver
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("read -r _"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static LocalStack.Options anyPorts() {
    return new LocalStack.Options(Ports.free(), Ports.free(), List.of());
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static LocalStack.Progress listener(Queue<String> heard) {
    return new LocalStack.Progress() {
      @Override
      public void starting(String server) {
        heard.add("starting " + server);
      }

      @Override
      public void ready(ServerStatus server, Duration took) {
        heard.add("ready " + server.name());
      }
    };
  }
}
