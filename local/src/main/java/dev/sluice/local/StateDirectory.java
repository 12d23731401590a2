package dev.sluice.local;

import java.nio.file.Path;

/**
 * The folder {@code .sluice}, which holds everything local.
 *
 * @param root an absolute path
 */
public record StateDirectory(Path root) {
  /** The folder's name in a project. */
  public static final String NAME = ".sluice";

  public StateDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** {@code .sluice} below the given project folder. */
  public static StateDirectory of(Path project) {
    return new StateDirectory(project.resolve(NAME));
  }

  /** Delta tables. */
  public Path lake() {
    return root.resolve("lake");
  }

  /** Kafka's records. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  /** Redis' working directory. */
  public Path redis() {
    return root.resolve("redis");
  }

  /** The schema registry's schemas. */
  public Path registry() {
    return root.resolve("registry");
  }

  /** Trino's configuration and working directory. */
  public Path trino() {
    return root.resolve("trino");
  }

  /** Log files of the servers and of Sluice. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** What runs, one file per process. */
  public Path run() {
    return root.resolve("run");
  }

  /** Unpacked programs. */
  public Path binaries() {
    return root.resolve("bin");
  }

  /** What may be deleted whenever nothing runs. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  /** The log file of a server. */
  Path log(String server) {
    return logs().resolve(server + ".log");
  }
}
