package dev.sluice.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real Redis as a child process on 127.0.0.1. It keeps nothing on disk unless {@link Options} say
 * so, and dies with this JVM. A start returns when the server answers {@code PING}.
 */
public final class RedisServer extends LocalServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final Options options;
  private final Path binary;

  private RedisServer(
      Options options, Path binary, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    super(
        new Place("Redis", options.port(), options.directory(), options.log(), START_LIMIT),
        onStart,
        afterClose);
    this.options = options;
    this.binary = binary;
  }

  /**
   * How to run a server.
   *
   * @param directory its working directory; created when missing
   * @param binaries the folder for the embedded server, should {@code PATH} have none
   * @param log receives its output
   * @param port where it listens
   * @param arguments further arguments, such as {@code --maxmemory 64mb}; a later one wins
   */
  public record Options(Path directory, Path binaries, Path log, int port, List<String> arguments) {
    public Options {
      arguments = List.copyOf(arguments);
    }

    /** A server on a free port with everything it writes below the directory. */
    public static Options in(Path directory) {
      return new Options(
          directory,
          Path.of(System.getProperty("java.io.tmpdir"), "sluice-bin"),
          directory.resolve("redis.log"),
          Ports.free(),
          List.of());
    }

    /** The same on another port. */
    public Options withPort(int newPort) {
      return new Options(directory, binaries, log, newPort, arguments);
    }

    /** The same with these arguments in place of the present ones. */
    public Options withArguments(String... newArguments) {
      return new Options(directory, binaries, log, port, List.of(newArguments));
    }
  }

  /**
   * Starts one on a free port in a temporary directory, which {@link #close()} deletes: for tests.
   */
  public static RedisServer start() {
    Path directory = Folders.temporary("sluice-redis");
    return start(Options.in(directory), process -> {}, () -> Folders.delete(directory));
  }

  /** Starts a server and waits until it answers. */
  public static RedisServer start(Options options) {
    return start(options, process -> {});
  }

  /** The same; every process it comes to run is reported as soon as it exists. */
  static RedisServer start(Options options, Consumer<ProcessHandle> onStart) {
    return start(options, onStart, () -> {});
  }

  private static RedisServer start(
      Options options, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    RedisServer server =
        new RedisServer(options, RedisBinary.find(options.binaries()), onStart, afterClose);
    server.restart();
    return server;
  }

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(options.port())));
    command.addAll(List.of("--dir", options.directory().toAbsolutePath().toString()));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
    command.addAll(options.arguments());
    return command;
  }

  @Override
  boolean answers() {
    try (Jedis jedis = new Jedis(uri(), 1_000)) {
      jedis.ping();
      // Another server may answer on a port that was taken.
      return jedis.info("server").contains("process_id:" + pid() + "\r\n");
    } catch (JedisException notYet) {
      return false;
    }
  }

  /** {@code redis://127.0.0.1:<port>}. */
  public URI uri() {
    return URI.create("redis://127.0.0.1:" + options.port());
  }

  /** Its working directory. */
  Path directory() {
    return options.directory();
  }
}
