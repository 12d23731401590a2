package dev.sluice.local;

import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.StackErrors;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Kafka, Redis and, where asked for, a schema registry below one {@link StateDirectory}, as
 * children of this JVM. Only one process runs the stack of a directory; what a crashed one left is
 * stopped and cleared at the next start.
 */
public final class LocalStack implements AutoCloseable {
  private static final String KAFKA = "kafka";
  private static final String REDIS = "redis";
  private static final String REGISTRY = "registry";
  private static final String DRIVER = "driver";
  private static final Duration SERVER_GRACE = Duration.ofSeconds(20);
  private static final int PORT_ATTEMPTS = 4;

  private final RunFiles files;
  private final StackLock lock;
  private final KafkaBroker kafka;
  private final RedisServer redis;
  private final Optional<RegistryServer> registry;

  private LocalStack(
      RunFiles files,
      StackLock lock,
      KafkaBroker kafka,
      RedisServer redis,
      Optional<RegistryServer> registry) {
    this.files = files;
    this.lock = lock;
    this.kafka = kafka;
    this.redis = redis;
    this.registry = registry;
  }

  /**
   * What to start.
   *
   * @param kafkaPort wanted; moved to a free one when taken
   * @param redisPort wanted; moved to a free one when taken
   * @param redisArguments further arguments for Redis, such as {@code --maxmemory 256mb}
   * @param registry the unpacked schema registry ({@link RegistryDownload}); empty to start none
   */
  public record Options(
      int kafkaPort, int redisPort, List<String> redisArguments, Optional<Path> registry) {
    public Options {
      redisArguments = List.copyOf(redisArguments);
    }

    /** Without a registry. */
    public Options(int kafkaPort, int redisPort, List<String> redisArguments) {
      this(kafkaPort, redisPort, redisArguments, Optional.empty());
    }

    /** The same with a registry. */
    public Options withRegistry(Path program) {
      return new Options(kafkaPort, redisPort, redisArguments, Optional.of(program));
    }

    /** The default ports. */
    public static Options defaults() {
      return new Options(Ports.KAFKA, Ports.REDIS, List.of());
    }
  }

  /** Hears how a start goes on; called from several threads. */
  public interface Progress {
    /** Hears nothing. */
    Progress SILENT =
        new Progress() {
          @Override
          public void starting(String server) {}

          @Override
          public void ready(ServerStatus server, Duration took) {}
        };

    /** A server is about to start: {@code kafka}, {@code redis} or {@code registry}. */
    void starting(String server);

    /** It answers. */
    void ready(ServerStatus server, Duration took);
  }

  /** The processes that {@link #down} found alive and stopped. */
  public record Down(List<ServerStatus> stopped) {
    public Down {
      stopped = List.copyOf(stopped);
    }
  }

  /** Starts all servers at once and returns when all answer; on failure none is left. */
  public static LocalStack start(StateDirectory state, Options options, Progress progress) {
    RunFiles files = new RunFiles(state.run());
    StackLock lock =
        StackLock.tryAcquire(state.run(), "stack")
            .orElseThrow(() -> StackErrors.stackIsRunning(state.root(), owner(files)));
    try {
      return startLocked(state, options, progress, files, lock);
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  private static String owner(RunFiles files) {
    return files.find(DRIVER).map(record -> "process " + record.pid()).orElse("just starting");
  }

  private static LocalStack startLocked(
      StateDirectory state, Options options, Progress progress, RunFiles files, StackLock lock) {
    stopLeftovers(files);
    files.write(RunRecord.of(DRIVER, ProcessHandle.current(), ""));
    // Before any fork: a program that another child still holds open for writing cannot be run.
    RedisBinary.find(state.binaries());
    Supplier<KafkaBroker> startKafka = () -> startKafka(state, options.kafkaPort(), files);
    Supplier<RedisServer> startRedis = () -> startRedis(state, options, files);
    var kafka = CompletableFuture.supplyAsync(() -> report(progress, files, KAFKA, startKafka));
    var redis = CompletableFuture.supplyAsync(() -> report(progress, files, REDIS, startRedis));
    Optional<CompletableFuture<RegistryServer>> registry =
        options
            .registry()
            .<Supplier<RegistryServer>>map(program -> () -> startRegistry(state, program, files))
            .map(
                start ->
                    CompletableFuture.supplyAsync(() -> report(progress, files, REGISTRY, start)));
    List<CompletableFuture<? extends LocalServer>> all =
        Stream.concat(Stream.of(kafka, redis), registry.stream()).toList();
    try {
      CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
    } catch (CompletionException failed) {
      closeWhatStarted(all);
      stopLeftovers(files);
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
    return new LocalStack(
        files, lock, kafka.join(), redis.join(), registry.map(CompletableFuture::join));
  }

  /** Not Trino, which runs on its own. */
  private static void stopLeftovers(RunFiles files) {
    Orphans.stopAll(files, record -> !record.name().equals(LocalTrino.NAME), SERVER_GRACE);
  }

  private static void closeWhatStarted(List<CompletableFuture<? extends LocalServer>> servers) {
    servers.stream()
        .filter(server -> !server.isCompletedExceptionally())
        .forEach(server -> server.join().close());
  }

  private static <T> T report(Progress progress, RunFiles files, String server, Supplier<T> start) {
    progress.starting(server);
    long begin = System.nanoTime();
    T started = start.get();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    files.find(server).map(ServerStatus::of).ifPresent(status -> progress.ready(status, took));
    return started;
  }

  private static KafkaBroker startKafka(StateDirectory state, int wanted, RunFiles files) {
    return onFreePort(
        wanted,
        port ->
            KafkaBroker.start(
                new KafkaBroker.Options(state.kafka(), state.log(KAFKA), port, List.of()),
                process -> files.write(RunRecord.of(KAFKA, process, "127.0.0.1:" + port))));
  }

  private static RedisServer startRedis(StateDirectory state, Options options, RunFiles files) {
    return onFreePort(
        options.redisPort(),
        port ->
            RedisServer.start(
                new RedisServer.Options(
                    state.redis(),
                    state.binaries(),
                    state.log(REDIS),
                    port,
                    options.redisArguments()),
                process -> files.write(RunRecord.of(REDIS, process, "127.0.0.1:" + port))));
  }

  private static RegistryServer startRegistry(StateDirectory state, Path program, RunFiles files) {
    return onFreePort(
        Ports.REGISTRY,
        port ->
            RegistryServer.start(
                new RegistryServer.Options(program, state.registry(), state.log(REGISTRY), port),
                process -> files.write(RunRecord.of(REGISTRY, process, "127.0.0.1:" + port))));
  }

  /** A port that was found free may be taken a moment later: then another one will do. */
  static <T> T onFreePort(int wanted, IntFunction<T> start) {
    for (int attempt = 1; attempt < PORT_ATTEMPTS; attempt++) {
      try {
        return start.apply(attempt == 1 ? Ports.freeOr(wanted) : Ports.free());
      } catch (SluiceException failed) {
        if (!failed.code().equals(StackErrors.PORT_IS_TAKEN)) {
          throw failed;
        }
      }
    }
    return start.apply(Ports.free());
  }

  /** The broker: topics, restarts. */
  public KafkaBroker kafka() {
    return kafka;
  }

  /** The Redis server. */
  public RedisServer redis() {
    return redis;
  }

  /** {@code 127.0.0.1:<port>}, as Kafka's clients take it. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** {@code redis://127.0.0.1:<port>}. */
  public URI redisUri() {
    return redis.uri();
  }

  /** Where the schema registry's Confluent API begins; empty when none was asked for. */
  public Optional<URI> registryUri() {
    return registry.map(RegistryServer::uri);
  }

  /** What this stack runs. */
  public List<ServerStatus> status() {
    return statusOf(files);
  }

  /** What runs, or was left behind, below the directory; asked from any process. */
  public static List<ServerStatus> status(StateDirectory state) {
    return statusOf(new RunFiles(state.run()));
  }

  private static List<ServerStatus> statusOf(RunFiles files) {
    return files.all().stream().map(ServerStatus::of).toList();
  }

  /** Stops all servers; their data stays. */
  @Override
  public void close() {
    registry.ifPresent(RegistryServer::close);
    redis.close();
    kafka.close();
    List.of(REGISTRY, REDIS, KAFKA, DRIVER).forEach(files::remove);
    lock.close();
  }

  /**
   * Stops what another process runs below the directory, or left behind: the driver first, which
   * gets {@code driverGrace} to finish its batch and flush it, then its servers and Trino.
   */
  public static Down down(StateDirectory state, Duration driverGrace) {
    RunFiles files = new RunFiles(state.run());
    Optional<RunRecord> driver = files.find(DRIVER);
    List<ServerStatus> before = statusOf(files).stream().filter(ServerStatus::alive).toList();
    driver
        .flatMap(RunRecord::process)
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .ifPresent(process -> Orphans.stop(process, driverGrace));
    Orphans.stopAll(files, SERVER_GRACE);
    return new Down(before);
  }

  /** The same, and then deletes tables, records and everything else but programs and logs. */
  public static Down downAndWipe(StateDirectory state, Duration driverGrace) {
    Down down = down(state, driverGrace);
    // The tables name the topics they were read from by id: they are of no use without Kafka's
    // data.
    Stream.of(
            state.lake(),
            state.kafka(),
            state.redis(),
            state.registry(),
            state.trino(),
            state.scratch())
        .forEach(Folders::delete);
    return down;
  }
}
