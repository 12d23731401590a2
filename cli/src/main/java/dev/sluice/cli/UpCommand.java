package dev.sluice.cli;

import dev.sluice.cli.stack.DriverProcess;
import dev.sluice.cli.stack.LocalPlatform;
import dev.sluice.cli.stack.StageLines;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.error.DatasetErrors;
import dev.sluice.common.error.ExitCode;
import dev.sluice.lanes.DriverStatus;
import dev.sluice.local.LocalStack;
import dev.sluice.local.RegistryDownload;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import dev.sluice.local.TrinoInstallation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice up}: the local stack and the lanes of some datasets, until Ctrl-C. */
@Command(
    name = "up",
    description = "Start Kafka, Redis and the lanes of datasets on this machine.",
    footer = {
      "",
      "Runs until Ctrl-C, or `sluice down` from elsewhere, then finishes the batch in hand.",
      "Without files, runs every dataset in ./datasets.",
      "",
      "Examples:",
      "  sluice up examples/clickstream/dataset.yaml",
      "  sluice up datasets/*.yaml --lanes chained",
      "  sluice up --registry datasets/*.yaml"
    })
final class UpCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(500);

  /** Records up to 10 MiB, so that Sluice and not the local broker says what is too large. */
  private static final Map<String, String> TOPIC_CONFIG = Map.of("max.message.bytes", "10485760");

  private final Console console;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Mixin private LanesOption option;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "<file>", description = "Dataset files.")
  private List<Path> files;

  @Option(
      names = "--partitions",
      paramLabel = "<n>",
      defaultValue = "2",
      description = "Partitions of topics that are created (default: ${DEFAULT-VALUE}).")
  void partitions(int asked) {
    partitions = Ranges.atLeast(1, asked, "--partitions", spec);
  }

  private int partitions;

  @Option(
      names = "--registry",
      description = {
        "Start a schema registry too: Apicurio, through its Confluent API.",
        "Fetched once (159 MB) into ~/.cache/sluice; needs a JDK 21 or newer."
      })
  private boolean registry;

  UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    StateDirectory state = new StateDirectory(console.local());
    List<Path> datasets = datasets();
    Thread hook = new Thread(this::askToStop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Progress progress = new Progress(console);
        LocalStack stack = start(state, progress)) {
      Path platform = writePlatform(state, stack);
      createTopics(
          stack, Definitions.require(datasets, PlatformReader.read(platform, "", Map.of())));
      try (DriverProcess driver = startDriver(state, platform, datasets)) {
        progress.say("lanes start; Ctrl-C stops them. Log: " + driver.log());
        watch(driver, progress);
        progress.say("stopping: the batch in hand is finished and flushed");
      }
    } finally {
      stopped.countDown();
    }
    return ExitCode.OK.code();
  }

  private List<Path> datasets() throws IOException {
    List<Path> found = files == null ? new ArrayList<>() : new ArrayList<>(files);
    Path folder = Path.of("datasets");
    if (found.isEmpty() && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> yaml = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
        yaml.forEach(found::add);
      }
    }
    if (found.isEmpty()) {
      throw DatasetErrors.noDatasets();
    }
    return found.stream().map(Path::toAbsolutePath).sorted().toList();
  }

  private LocalStack start(StateDirectory state, Progress progress) {
    LocalStack.Options options = LocalStack.Options.defaults();
    if (registry) {
      options = options.withRegistry(registryProgram(progress));
    }
    progress.say("starting Kafka and Redis" + (registry ? ", and a schema registry" : ""));
    LocalStack stack = LocalStack.start(state, options, LocalStack.Progress.SILENT);
    for (ServerStatus server : stack.status()) {
      if (!server.endpoint().isEmpty()) {
        progress.say("  %-8s %s".formatted(server.name(), server.endpoint()));
      }
    }
    stack.registryUri().ifPresent(url -> progress.say("  register schemas at " + url));
    return stack;
  }

  private static Path registryProgram(Progress progress) {
    String what = "the schema registry Apicurio " + RegistryDownload.VERSION;
    return new RegistryDownload(
            TrinoInstallation.userCache(),
            new ShownDownload(progress, what, RegistryDownload.ARCHIVE_BYTES))
        .find();
  }

  private Path writePlatform(StateDirectory state, LocalStack stack) {
    return new LocalPlatform(
            state.lake(),
            stack.bootstrapServers(),
            stack.redisUri().toString(),
            stack.registryUri(),
            option.lanes())
        .write(state.run().resolve("platform.yaml"));
  }

  private void createTopics(LocalStack stack, List<AnalyzedDataset> datasets) {
    for (AnalyzedDataset dataset : datasets) {
      boolean recordTime = dataset.definition().source().arrival() == Arrival.RECORD;
      Map<String, String> config = new HashMap<>(TOPIC_CONFIG);
      if (recordTime) {
        config.put("message.timestamp.type", "CreateTime");
        config.put("retention.ms", "-1");
      }
      dataset
          .definition()
          .source()
          .topics()
          .forEach(topic -> stack.kafka().createTopic(topic, partitions, config));
    }
  }

  private DriverProcess startDriver(StateDirectory state, Path platform, List<Path> datasets) {
    return DriverProcess.start(
        new DriverProcess.Options(
            platform, datasets, console.logs(), state.run().resolve("status.json")));
  }

  private void watch(DriverProcess driver, Progress progress) throws InterruptedException {
    Set<String> said = new HashSet<>();
    while (!stopAsked.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (driver.hasFinished()) {
        return;
      }
      driver.requireAlive();
      Optional<DriverStatus> status = driver.status();
      status.ifPresent(now -> show(now, said, progress));
    }
  }

  private static void show(DriverStatus status, Set<String> said, Progress progress) {
    Stream.concat(
            Stream.of("metrics: " + status.metrics()),
            status.warnings().stream().map(warning -> "warning: " + warning))
        .filter(said::add)
        .forEach(progress::say);
    progress.show(StageLines.of(status));
  }

  /** In the shutdown of this process: returns when everything has ended. */
  private void askToStop() {
    stopAsked.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
