package dev.sluice.local;

import java.time.Instant;

/**
 * A process of the local stack.
 *
 * @param name {@code kafka}, {@code redis}, {@code registry}, {@code trino}, or {@code driver}: the
 *     process that started them
 * @param endpoint such as {@code 127.0.0.1:19092}; empty for the driver
 * @param alive whether the process lives; false is what a crash leaves
 */
public record ServerStatus(String name, String endpoint, long pid, Instant started, boolean alive) {
  static ServerStatus of(RunRecord record) {
    return new ServerStatus(
        record.name(),
        record.endpoint(),
        record.pid(),
        record.startInstant(),
        record.process().isPresent());
  }
}
