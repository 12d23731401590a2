package dev.sluice.cli.demo;

import dev.sluice.cli.stack.DriverProcess;
import dev.sluice.cli.stack.LocalPlatform;
import dev.sluice.cli.stack.StageLines;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.Measure;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import dev.sluice.lanes.DriverStatus;
import dev.sluice.lanes.StageStatus;
import dev.sluice.local.LocalStack;
import dev.sluice.local.StateDirectory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;

/**
 * One demo: starts Kafka, Redis and a driver in a directory of its own, sends an example's events,
 * kills the driver where that was asked for, waits until everything sent has been read, and stops
 * it all. What it leaves is judged by {@link DemoReport}.
 */
public final class DemoRun {
  private static final long TICK_MILLIS = 250;

  /** Longest wait for the lanes to read what was sent. */
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(10);

  private final DemoSettings settings;
  private final Consumer<String> say;
  private final Consumer<List<String>> show;
  private Duration startup;
  private int kills;

  /**
   * A run.
   *
   * @param say hears lines that stay
   * @param show hears the lines of the moment
   */
  public DemoRun(DemoSettings settings, Consumer<String> say, Consumer<List<String>> show) {
    this.settings = settings;
    this.say = say;
    this.show = show;
  }

  /** Runs it. */
  public DemoOutcome run() throws Exception {
    StateDirectory state = new StateDirectory(settings.directory());
    Path truth = settings.directory().resolve("truth.jsonl");
    Files.createDirectories(settings.directory());
    say.accept("starting Kafka and Redis");
    try (LocalStack stack =
        LocalStack.start(state, LocalStack.Options.defaults(), LocalStack.Progress.SILENT)) {
      say.accept(
          "Kafka at %s, Redis at %s; starting the driver (%s lanes)"
              .formatted(
                  stack.bootstrapServers(),
                  stack.redisUri(),
                  settings.lanes().name().toLowerCase(java.util.Locale.ROOT)));
      settings
          .example()
          .topics()
          .forEach(
              topic ->
                  stack.kafka().createTopic(topic.name(), topic.partitions(), topic.configs()));
      DriverProcess.Options driver = driverOptions(stack, state);
      return sendAndWatch(stack, state, truth, driver);
    }
  }

  private DriverProcess.Options driverOptions(LocalStack stack, StateDirectory state) {
    Path platform =
        new LocalPlatform(
                state.lake(),
                stack.bootstrapServers(),
                stack.redisUri().toString(),
                stack.registryUri(),
                settings.lanes())
            .write(state.run().resolve("platform.yaml"));
    return new DriverProcess.Options(
        platform,
        List.of(settings.example().datasetFile()),
        settings.logs(),
        state.run().resolve("status.json"));
  }

  private DemoOutcome sendAndWatch(
      LocalStack stack, StateDirectory state, Path truth, DriverProcess.Options options)
      throws Exception {
    DriverProcess driver = DriverProcess.start(options);
    try {
      awaitRunning(driver);
      Instant started = Instant.now();
      Optional<HotProbe> probe = probe(stack.redisUri(), options);
      Thread polling = new Thread(probe.map(p -> (Runnable) p).orElse(() -> {}), "hot-probe");
      polling.start();
      driver = send(stack, truth, driver, options);
      drain(driver);
      say.accept("everything sent has been read; stopping the driver");
      driver.stop();
      probe.ifPresent(HotProbe::stop);
      polling.join();
      return new DemoOutcome(
          state.lake(),
          truth,
          started,
          Optional.ofNullable(startup),
          kills,
          hashes(stack.redisUri()),
          Instant.now(),
          probe.map(HotProbe::seen).orElse(Map.of()));
    } finally {
      driver.close();
    }
  }

  private void awaitRunning(DriverProcess driver) throws InterruptedException {
    while (driver.status().isEmpty()) {
      driver.requireAlive();
      Thread.sleep(TICK_MILLIS);
    }
  }

  /** A probe of the first hot aggregate that counts its rows. */
  private Optional<HotProbe> probe(URI redis, DriverProcess.Options options) {
    AnalyzedDataset dataset =
        Definitions.require(
                options.datasets(), PlatformReader.read(options.platform(), "", Map.of()))
            .get(0);
    for (AnalyzedAggregate aggregate : dataset.aggregates()) {
      Optional<String> count =
          aggregate.measures().stream()
              .filter(Measure::countsAllRows)
              .map(Measure::name)
              .findFirst();
      if (aggregate.definition().hot().isPresent() && count.isPresent()) {
        String template = aggregate.definition().hot().get().key();
        return Optional.of(new HotProbe(redis, template.replaceAll("\\{[^}]*}", "*"), count.get()));
      }
    }
    return Optional.empty();
  }

  /** Sends everything, killing the driver at even distances; returns the driver that runs then. */
  private DriverProcess send(
      LocalStack stack, Path truth, DriverProcess first, DriverProcess.Options options)
      throws Exception {
    GeneratorRun generator =
        settings
            .example()
            .generator(
                new GeneratorSettings(
                    stack.bootstrapServers(),
                    truth,
                    settings.rate(),
                    settings.duration(),
                    settings.seed()));
    CompletableFuture<Void> sending = CompletableFuture.runAsync(generator);
    DriverProcess driver = first;
    try {
      List<Instant> killAt = killTimes(Instant.now());
      while (!sending.isDone()) {
        Thread.sleep(TICK_MILLIS);
        if (!killAt.isEmpty() && Instant.now().isAfter(killAt.get(0))) {
          killAt.remove(0);
          driver.kill();
          kills++;
          say.accept("killed the driver (SIGKILL); starting it again");
          driver = DriverProcess.start(options);
        }
        driver.requireAlive();
        watch(driver, generator);
      }
      sending.get();
    } catch (ExecutionException e) {
      driver.close();
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (Exception e) {
      generator.stop();
      driver.close();
      throw e;
    }
    return driver;
  }

  private List<Instant> killTimes(Instant begin) {
    List<Instant> times = new ArrayList<>();
    for (int kill = 1; kill <= settings.kills(); kill++) {
      times.add(begin.plus(settings.duration().multipliedBy(kill).dividedBy(settings.kills() + 1)));
    }
    return times;
  }

  private void watch(DriverProcess driver, GeneratorRun generator) {
    Optional<DriverStatus> status = driver.status();
    status.ifPresent(this::noteFirstGold);
    List<String> lines = new ArrayList<>();
    lines.add("sent %,d events".formatted(generator.acknowledged()));
    status.ifPresent(now -> lines.addAll(StageLines.of(now)));
    show.accept(lines);
  }

  private void noteFirstGold(DriverStatus status) {
    boolean hasGold =
        status.stages().stream()
            .anyMatch(stage -> stage.stage().startsWith("gold.") && stage.rows() > 0);
    if (startup == null && hasGold) {
      startup = Duration.between(settings.entered(), status.updatedAt());
    }
  }

  /** Waits until a status written after the last event says that nothing waits in Kafka. */
  private void drain(DriverProcess driver) throws InterruptedException {
    Instant sent = Instant.now();
    Instant limit = sent.plus(DRAIN_LIMIT);
    while (Instant.now().isBefore(limit)) {
      driver.requireAlive();
      Optional<DriverStatus> status = driver.status();
      status.ifPresent(this::noteFirstGold);
      status.ifPresent(now -> show.accept(StageLines.of(now)));
      if (status.filter(now -> isDrained(now, sent)).isPresent() && startup != null) {
        return;
      }
      Thread.sleep(TICK_MILLIS);
    }
  }

  private boolean isDrained(DriverStatus status, Instant sent) {
    return status.updatedAt().isAfter(sent.plusSeconds(2))
        && status.stages().stream()
            .filter(this::hasASourceOfItsOwn)
            .allMatch(stage -> isCaughtUp(stage, sent));
  }

  private boolean hasASourceOfItsOwn(StageStatus stage) {
    boolean chained = settings.lanes() == LaneOption.CHAINED;
    return stage.stage().startsWith("bronze.") || chained && stage.stage().startsWith("silver.");
  }

  private static boolean isCaughtUp(StageStatus stage, Instant sent) {
    return stage.lag() == 0 && stage.lagAt() != null && stage.lagAt().isAfter(sent);
  }

  private static Map<String, Map<String, String>> hashes(URI redis) {
    Map<String, Map<String, String>> hashes = new TreeMap<>();
    try (Jedis jedis = new Jedis(redis)) {
      for (String key : jedis.keys("*")) {
        if (jedis.type(key).equals("hash")) {
          hashes.put(key, new HashMap<>(jedis.hgetAll(key)));
        }
      }
    }
    return hashes;
  }
}
