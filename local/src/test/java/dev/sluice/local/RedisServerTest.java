package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.error.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisServerTest {
  @TempDir Path directory;

  private RedisServer redis;

  @BeforeEach
  void startRedis() {
    redis = RedisServer.start(RedisServer.Options.in(directory));
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void answersOnLoopback() {
    try (Jedis jedis = new Jedis(redis.uri())) {
      jedis.set("greeting", "hello");
      assertThat(jedis.get("greeting")).isEqualTo("hello");
    }
  }

  @Test
  void aKilledServerComesBackEmptyOnTheSamePort() {
    try (Jedis jedis = new Jedis(redis.uri())) {
      jedis.set("greeting", "hello");
    }
    redis.kill();
    assertThat(redis.isAlive()).isFalse();
    redis.restart();
    try (Jedis jedis = new Jedis(redis.uri())) {
      assertThat(jedis.dbSize()).isZero();
    }
  }

  @Test
  void aPausedServerAnswersNothingUntilResumed() {
    redis.pause();
    assertThatThrownBy(() -> pingWithin(200))
        .isInstanceOf(JedisConnectionException.class)
        .hasMessageContaining("timed out");
    redis.resume();
    assertThat(pingWithin(5_000)).isEqualTo("PONG");
  }

  @Test
  void aPausedServerCanBeStopped() {
    redis.pause();
    redis.close();
    assertThat(redis.isAlive()).isFalse();
  }

  @Test
  void furtherArgumentsReachTheServer() {
    try (RedisServer small =
            RedisServer.start(
                RedisServer.Options.in(directory).withArguments("--maxmemory", "64mb"));
        Jedis jedis = new Jedis(small.uri())) {
      assertThat(jedis.configGet("maxmemory")).containsEntry("maxmemory", "67108864");
    }
  }

  @Test
  void aTakenPortIsAnError() {
    RedisServer.Options taken = RedisServer.Options.in(directory).withPort(redis.port());
    assertThatThrownBy(() -> RedisServer.start(taken))
        .isInstanceOf(SluiceException.class)
        .hasMessage("Cannot start Redis on 127.0.0.1:" + redis.port() + ": the port is taken");
  }

  @Test
  void aServerThatEndsAtOnceIsAnErrorThatNamesTheLog() {
    RedisServer.Options wrong = RedisServer.Options.in(directory).withArguments("--no-such", "1");
    assertThatThrownBy(() -> RedisServer.start(wrong))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("Cannot start Redis: the process ended")
        .hasMessageContaining("redis.log");
  }

  @Test
  void aServerForATestLeavesNoFolder() {
    RedisServer forTest = RedisServer.start();
    Path folder = forTest.directory();
    assertThat(folder).isDirectory();
    forTest.close();
    assertThat(folder).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theTerminalsCtrlCDoesNotReachTheServer() throws IOException {
    assertThat(sessionOf(redis.pid())).isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
  }

  private static String sessionOf(long pid) throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // After the name in brackets: state, parent, process group, session.
    return status.substring(status.lastIndexOf(')') + 2).split(" ")[3];
  }

  private String pingWithin(int milliseconds) {
    try (Jedis jedis = new Jedis(redis.uri(), milliseconds)) {
      return jedis.ping();
    }
  }
}
