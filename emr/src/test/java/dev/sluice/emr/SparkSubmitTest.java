package dev.sluice.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.examples.ClickstreamExample;
import dev.sluice.examples.TopicSettings;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.generate.GeneratorSettings;
import dev.sluice.local.KafkaBroker;
import dev.sluice.local.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * The deployable jar under a real {@code spark-submit}, by the commands of the how-to page: in
 * every mode the same clicks go into a lake of its own, and all of it is compared with the oracle.
 */
class SparkSubmitTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int EVENTS = 20_000;
  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
  private static final String DRIVER = "org.apache.spark.deploy.worker.DriverWrapper";

  // What a cluster's administrator would set; here: small JVMs that are quick to start.
  private static final String DEFAULTS =
      """
      spark.driver.memory 1g
      spark.executor.memory 1g
      spark.executor.cores 1
      spark.cores.max 2
      spark.ui.enabled false
      spark.sql.shuffle.partitions 2
      spark.driver.defaultJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1
      spark.executor.defaultJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1
      """;

  @TempDir static Path shared;
  private static KafkaBroker broker;
  private static RedisServer redis;
  private static StandaloneCluster cluster;
  private static Expected expected;

  @TempDir Path folder;
  private SubmittedLake lake;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(
        Files.createDirectories(shared.resolve("conf")).resolve("spark-defaults.conf"), DEFAULTS);
    cluster = StandaloneCluster.start(shared.resolve("cluster"));
    broker = KafkaBroker.start();
    redis = RedisServer.start();
    expected = sendClicks();
  }

  private static Expected sendClicks() throws IOException {
    ClickstreamExample example = new ClickstreamExample(REPOSITORY);
    for (TopicSettings topic : example.topics()) {
      broker.createTopic(topic.name(), topic.partitions(), topic.configs());
    }
    Path truth = shared.resolve("truth.jsonl");
    example
        .generator(
            new GeneratorSettings(
                broker.bootstrapServers(), truth, EVENTS, Duration.ofSeconds(1), 7))
        .run();
    return example.expected(truth);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    redis.close();
    broker.close();
  }

  @BeforeEach
  void emptyLakeAndRedis() throws Exception {
    lake = new SubmittedLake(folder.resolve("the lake").toString());
    try (Jedis forgetting = new Jedis(redis.uri())) {
      forgetting.flushAll();
    }
    Files.createSymbolicLink(folder.resolve("emr"), REPOSITORY.resolve("emr"));
    Path example = Files.createDirectories(folder.resolve("examples/clickstream"));
    for (String file : List.of("dataset.yaml", "click.schema.json")) {
      Files.copy(REPOSITORY.resolve("examples/clickstream").resolve(file), example.resolve(file));
    }
    run(HowTo.block("cat >platform.yaml"));
  }

  @Test
  @Tag("slow")
  void aLakeInS3OutlivesADriverThatIsKilledAndHasOneAtATime() throws Exception {
    lake = new SubmittedLake("s3a://" + PretendedS3.makeBucket("lakes") + "/the lake");
    PretendedS3.configure(SparkForTests.session().sparkContext().hadoopConfiguration());
    run(HowTo.block("cat >platform.yaml"));
    Map<String, String> inS3 = settingsForS3();
    readInBatchesOf(250);
    try (Shell killed = submit("--master 'local[2]'", inS3)) {
      awaitJudged(killed, 1);
      killed.kill();
      assertThat(lake.judged()).isLessThan(expected.counts().sent());
    }

    try (Shell next = submit("--master 'local[2]'", inS3)) {
      awaitJudged(next, expected.counts().sent());
      try (Shell second = submit("--master 'local[2]'", inS3)) {
        assertThat(second.exitCode(LIMIT)).isEqualTo(ExitCode.FENCED.code());
        assertThat(second.output()).contains("SL-2001", "another driver holds it (host ");
      }

      next.terminate();

      assertThat(next.exitCode(LIMIT)).as(next.output()).isZero();
    }
    assertEverything();
  }

  @Test
  void sigtermEndsALocalDriverWithZero() throws Exception {
    try (Shell submitted = submit("--master 'local[2]'", Map.of("TZ", "America/New_York"))) {
      awaitJudged(submitted, expected.counts().sent());

      submitted.terminate();

      assertThat(submitted.exitCode(LIMIT)).as(submitted.output()).isZero();
    }
    assertEverything();
  }

  @Test
  void aStopMarkerEndsADriverInClientModeAndAnOldOneDoesNot() throws Exception {
    run(HowTo.block("touch"));
    try (Shell submitted = submit("--deploy-mode client", Map.of())) {
      awaitJudged(submitted, expected.counts().sent());

      run(HowTo.block("touch"));

      assertThat(submitted.exitCode(LIMIT)).as(submitted.output()).isZero();
      assertThat(Path.of(lake.control("stop"))).doesNotExist();
    }
    assertEverything();
  }

  @Test
  void anExecutorKilledInMidRunInClusterModeLosesAndRepeatsNothing() throws Exception {
    readInBatchesOf(250);
    try (Shell submitted = submit("--deploy-mode cluster", Map.of())) {
      awaitJudged(submitted, 1);
      ProcessHandle executor = cluster.processes(EXECUTOR).get(0);
      executor.destroyForcibly();
      assertThat(lake.judged()).isLessThan(expected.counts().sent());
      awaitJudged(submitted, expected.counts().sent());
      assertThat(cluster.processes(EXECUTOR)).hasSize(2).doesNotContain(executor);

      List<ProcessHandle> drivers = cluster.processes(DRIVER);
      assertThat(drivers).hasSize(1);
      drivers.get(0).destroy();

      assertThat(submitted.exitCode(LIMIT)).as(submitted.output()).isZero();
      assertThat(cluster.state()).contains("\"state\" : \"FINISHED\"");
    }
    assertEverything();
  }

  /** Spark's settings with S3A, on whose jars the other tests do not depend. */
  private Map<String, String> settingsForS3() throws IOException {
    Path settings = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(settings.resolve("spark-defaults.conf"), DEFAULTS + S3A.defaults());
    return Map.of("SPARK_CONF_DIR", settings.toString());
  }

  /** So that there is a middle of the run. */
  private void readInBatchesOf(int records) throws IOException {
    Path dataset = folder.resolve("examples/clickstream/dataset.yaml");
    String text = Files.readString(dataset);
    assertThat(text).contains("maxRecordsPerBatch: 200000");
    Files.writeString(
        dataset, text.replace("maxRecordsPerBatch: 200000", "maxRecordsPerBatch: " + records));
  }

  private Shell submit(String mode, Map<String, String> environment) throws IOException {
    Map<String, String> all = environment();
    all.putAll(environment);
    Path log = Files.createTempFile(folder, "submit", ".log");
    return Shell.start(HowTo.block(mode), folder, all, log);
  }

  private void run(String commands) throws IOException, InterruptedException {
    try (Shell shell = Shell.start(commands, folder, environment(), folder.resolve("shell.log"))) {
      assertThat(shell.exitCode(LIMIT)).as(shell.output()).isZero();
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_HOME", SparkHome.path().toString());
    environment.put("SPARK_CONF_DIR", shared.resolve("conf").toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("KAFKA", broker.bootstrapServers());
    environment.put("REDIS", redis.uri().toString());
    environment.put("LAKE", lake.root());
    environment.put("MASTER", cluster.url());
    return environment;
  }

  private void awaitJudged(Shell submitted, long rows) {
    await()
        .atMost(LIMIT)
        .failFast(() -> assertThat(submitted.isAlive()).as(submitted.output()).isTrue())
        .until(() -> lake.judged() >= rows);
  }

  private void assertEverything() {
    lake.assertIs(expected);
    try (Jedis reader = new Jedis(redis.uri())) {
      assertThat(reader.keys("sales:*")).isNotEmpty();
    }
  }
}
