package dev.sluice.cli.stack;

import dev.sluice.local.LocalStack;
import dev.sluice.local.Ports;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import java.util.List;

/**
 * Where the servers of the local stack answer, as {@code host:port}: where those that run do, or
 * else where {@code sluice up} would start them.
 */
public record LocalServers(String kafka, String redis, String registry) {

  /** Those below a directory; asks no server. */
  public static LocalServers of(StateDirectory state) {
    List<ServerStatus> running =
        LocalStack.status(state).stream().filter(ServerStatus::alive).toList();
    return new LocalServers(
        endpoint(running, "kafka", Ports.KAFKA),
        endpoint(running, "redis", Ports.REDIS),
        endpoint(running, "registry", Ports.REGISTRY));
  }

  private static String endpoint(List<ServerStatus> running, String name, int port) {
    return running.stream()
        .filter(server -> server.name().equals(name))
        .map(ServerStatus::endpoint)
        .findFirst()
        .orElse("127.0.0.1:" + port);
  }
}
