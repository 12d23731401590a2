package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.Build;
import dev.sluice.common.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.emr.model.Step;
import software.amazon.awssdk.services.emr.model.StepState;

/** {@code submit}, {@code stop} and {@code status} with {@code --target emr}, against moto. */
class EmrTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final String DATASET =
      REPOSITORY.resolve("examples/clickstream/dataset.yaml").toString();
  private static final int RACES = 5;

  private static PretendedAws aws;
  private static int count;

  @TempDir Path home;
  private String artifacts;
  private String lake;
  private String cluster;

  @BeforeAll
  static void startAws() throws Exception {
    aws = PretendedAws.start();
  }

  @AfterAll
  static void stopAws() {
    aws.close();
  }

  @BeforeEach
  void makeAPlaceToSubmitFrom() throws IOException {
    count++;
    artifacts = aws.makeBucket("artifacts-" + count);
    lake = aws.makeBucket("lake-" + count);
    cluster = aws.makeCluster(aws.makeBucket("logs-" + count));
    Path jar = home.resolve("emr/target/sluice-%s.jar".formatted(Build.read().version()));
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "a jar");
    platform("platform.yaml", "s3://" + lake + "/prod");
  }

  @Test
  void aSubmittedDriverIsAStepWithItsFilesInS3() throws Exception {
    JsonNode submitted = json(0, submit("--profile", "quick"));

    Step step = aws.steps(cluster).get(0);
    String folder = submitted.get("files").asText();
    assertThat(submitted.get("step").asText()).isEqualTo(step.id());
    assertThat(folder).matches("s3://" + artifacts + "/sluice/clickstream/[0-9a-f]{16}");
    assertThat(step.config().jar()).isEqualTo("command-runner.jar");
    assertThat(step.config().args())
        .containsExactly(
            "spark-submit",
            "--deploy-mode",
            "cluster",
            "--jars",
            "/usr/share/aws/delta/lib/delta-spark.jar,/usr/share/aws/delta/lib/delta-storage.jar",
            "--class",
            "dev.sluice.lanes.Driver",
            folder + "/sluice-%s.jar".formatted(Build.read().version()),
            "--platform",
            folder + "/platform.yaml",
            "--profile",
            "quick",
            folder + "/datasets/clickstream/dataset.yaml");
    String below = folder.substring(("s3://" + artifacts + "/").length());
    assertThat(aws.text(artifacts, below + "/datasets/clickstream/dataset.yaml"))
        .isEqualTo(Files.readString(Path.of(DATASET)));
    assertThat(aws.keys(artifacts))
        .contains(below + "/datasets/clickstream/click.schema.json", below + "/platform.yaml");
    assertThat(aws.text(artifacts, below + "/sluice-%s.jar".formatted(Build.read().version())))
        .isEqualTo("a jar");
    assertThat(submitted.get("log").asText())
        .isEqualTo("s3://logs-%d/emr/%s/steps/%s/".formatted(count, cluster, step.id()));
    assertThat(submitted.get("container_logs").asText())
        .isEqualTo("s3://logs-%d/emr/%s/containers/".formatted(count, cluster));
  }

  @Test
  void aSecondDriverForALakeIsRefusedUntilTheFirstHasEnded() throws Exception {
    String first = json(0, submit()).get("step").asText();
    TestConsole second = TestConsole.piped(home);

    assertThat(second.run(submit())).isEqualTo(ExitCode.FENCED.code());
    assertThat(second.error()).contains("SL-3022", first, "RUNNING");
    assertThat(aws.steps(cluster)).hasSize(1);

    aws.endStep(first, "COMPLETED");
    assertThat(TestConsole.piped(home).run(submit())).isZero();
    assertThat(aws.steps(cluster)).hasSize(2);
  }

  @Test
  void aDriverOnAnotherClusterIsSeenByItsClaim() throws Exception {
    assertThat(TestConsole.piped(home).run(submit())).isZero();
    String first = cluster;
    cluster = aws.makeCluster("logs-" + count);

    assertThat(TestConsole.piped(home).run(submit())).isEqualTo(ExitCode.FENCED.code());
    assertThat(aws.steps(cluster)).isEmpty();

    aws.endCluster(first);
    assertThat(TestConsole.piped(home).run(submit())).isZero();
  }

  @Test
  void aDriverSubmittedWithOtherArtifactsIsSeenByItsStep() throws Exception {
    assertThat(TestConsole.piped(home).run(submit())).isZero();
    artifacts = aws.makeBucket("other-artifacts-" + count);

    assertThat(TestConsole.piped(home).run(submit())).isEqualTo(ExitCode.FENCED.code());
    assertThat(aws.keys(artifacts)).isEmpty();
  }

  @Test
  void oneOfTwoSubmittersAddsAStep() throws Exception {
    ExecutorService submitters = Executors.newFixedThreadPool(2);
    try {
      for (int race = 0; race < RACES; race++) {
        platform("platform.yaml", "s3://" + lake + "/race-" + race);
        CountDownLatch start = new CountDownLatch(1);
        Callable<Integer> submitter =
            () -> {
              TestConsole console = TestConsole.piped(home);
              start.await();
              return console.run(submit());
            };
        List<Future<Integer>> codes =
            List.of(submitters.submit(submitter), submitters.submit(submitter));
        start.countDown();

        assertThat(List.of(codes.get(0).get(), codes.get(1).get()))
            .containsExactlyInAnyOrder(0, ExitCode.FENCED.code());
        assertThat(aws.steps(cluster)).hasSize(race + 1);
      }
    } finally {
      submitters.shutdownNow();
    }
  }

  @Test
  void aClaimWithoutAStepBlocksTheLakeForAWhile() throws Exception {
    json(0, submit());
    String claim =
        aws.keys(artifacts).stream().filter(key -> key.contains("_drivers")).findFirst().get();
    assertThat(claim).endsWith("/0000000001.json");
    cluster = aws.makeCluster("logs-" + count);
    aws.put(
        artifacts,
        claim.replace("0000000001", "0000000002"),
        "{\"cluster\":\"%s\",\"step\":\"sluice died\"}".formatted(cluster));
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run(submit())).isEqualTo(ExitCode.FENCED.code());
    assertThat(console.error()).contains("SL-3022", "is being added", "15 minutes");
  }

  @Test
  void withoutAJarNothingIsSubmitted() throws Exception {
    Files.delete(home.resolve("emr/target/sluice-%s.jar".formatted(Build.read().version())));
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run(submit())).isEqualTo(ExitCode.DEPENDENCY_MISSING.code());
    assertThat(console.error()).contains("SL-3021", "./sluice package");
    assertThat(aws.keys(artifacts)).isEmpty();
  }

  @Test
  void aClusterThatIsNotThereIsSaid() {
    cluster = "j-NOSUCHCLUSTER";
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run(submit())).isEqualTo(ExitCode.DEPENDENCY_MISSING.code());
    assertThat(console.error()).contains("SL-3020", "j-NOSUCHCLUSTER");
  }

  @Test
  void aRunningDriverIsAskedToEndByAMarkerInItsLake() throws Exception {
    String step = json(0, submit()).get("step").asText();

    JsonNode stopped = json(0, stop("s3://" + lake + "/prod"));

    assertThat(stopped.get("drivers").get(0).get("how").asText()).isEqualTo("asked");
    assertThat(stopped.get("drivers").get(0).get("step").asText()).isEqualTo(step);
    assertThat(aws.keys(lake)).containsExactly("prod/_sluice/stop/" + step);
  }

  @Test
  void aPendingDriverIsCancelledAndOthersAreLeftAlone() throws Exception {
    String running = json(0, submit()).get("step").asText();
    platform("platform.yaml", "s3://" + lake + "/second");
    String pending = json(0, submit()).get("step").asText();

    JsonNode stopped = json(0, stop("s3://" + lake + "/second"));

    assertThat(stopped.get("drivers").get(0).get("how").asText()).isEqualTo("cancelled");
    assertThat(aws.keys(lake)).isEmpty();
    assertThat(aws.steps(cluster))
        .extracting(Step::id, step -> step.status().state())
        .containsExactlyInAnyOrder(
            tuple(running, StepState.RUNNING), tuple(pending, StepState.CANCELLED));
    assertThat(json(0, stop("s3://" + lake + "/second")).get("drivers")).isEmpty();
  }

  @Test
  void aLakeThatIsMountedOnTheClusterIsStoppedThere() throws Exception {
    platform("platform.yaml", "/mnt/lake");
    assertThat(TestConsole.piped(home).run(submit())).isZero();
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run(stop("/mnt/lake"))).isEqualTo(ExitCode.USAGE.code());
    assertThat(console.error()).contains("SL-3025", "_sluice/stop");
  }

  @Test
  void statusShowsStepsAndWhereTheirLogsAre() throws Exception {
    String first = json(0, submit()).get("step").asText();
    aws.endStep(first, "FAILED");
    String second = json(0, submit()).get("step").asText();

    JsonNode status = json(0, status());

    assertThat(status.get("cluster").get("id").asText()).isEqualTo(cluster);
    assertThat(status.get("drivers")).hasSize(2);
    assertThat(status.get("drivers").get(0).get("step").asText()).isEqualTo(second);
    assertThat(status.get("drivers").get(1).get("state").asText()).isEqualTo("FAILED");
    assertThat(status.get("drivers").get(1).get("log").asText())
        .isEqualTo("s3://logs-%d/emr/%s/steps/%s/".formatted(count, cluster, first));
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("status", "--target", "emr", "--cluster", cluster)).isZero();
    assertThat(console.out()).contains("Step " + first + ": FAILED", "[lake ", "  log: s3://logs-");
  }

  @Test
  void thePageOnEmrCanBeFollowed() throws Exception {
    Files.delete(home.resolve("platform.yaml"));
    SluiceProcess.home(home);
    Path launcher = home.resolve("sluice");
    Files.writeString(
        launcher,
        "exec '%s/bin/java' -XX:TieredStopAtLevel=1 '-Dsluice.home=%s' -cp '%s' dev.sluice.cli.Main \"$@\"\n"
            .formatted(
                System.getProperty("java.home"), home, System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path log = home.resolve("log");
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-e", "-c", blocks(REPOSITORY.resolve("docs/how-to/emr.md")))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    shell.environment().putAll(aws.environment());
    shell
        .environment()
        .putAll(
            Map.of(
                "CLUSTER",
                cluster,
                "ARTIFACTS",
                "s3://" + artifacts,
                "LAKE",
                "s3://" + lake + "/prod",
                "KAFKA",
                "kafka:9092",
                "REDIS",
                "redis://redis:6379"));

    assertThat(shell.start().waitFor()).as(Files.readString(log)).isZero();

    String step = aws.steps(cluster).get(0).id();
    assertThat(Files.readString(log))
        .doesNotContain("warning")
        .contains("step: " + step, "Step " + step + ": RUNNING", "is asked to end");
    assertThat(aws.keys(lake)).containsExactly("prod/_sluice/stop/" + step);
  }

  private static String blocks(Path page) throws IOException {
    return Pattern.compile("^```sh\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(Files.readString(page))
        .results()
        .map(block -> block.group(1))
        .collect(Collectors.joining());
  }

  @Test
  void theCommandsSayWhatTheyNeed() {
    for (String command : List.of("status", "stop")) {
      TestConsole console = TestConsole.piped(home);
      assertThat(console.run(command, "--target", "emr", "--lake", "s3://lake"))
          .isEqualTo(ExitCode.USAGE.code());
      assertThat(console.error()).contains("--cluster");
    }
    TestConsole stop = TestConsole.piped(home);
    assertThat(stop.run("stop", "--target", "emr", "--cluster", cluster))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(stop.error()).contains("--lake");
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("submit", "--artifacts", "s3://abc", "--platform", "p", DATASET))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(console.error()).contains("`sluice up`");
  }

  private void platform(String name, String root) throws IOException {
    Files.writeString(
        home.resolve(name),
        """
        apiVersion: sluice/v1
        kind: Platform
        lake: "%s"
        clusters:
          main: {bootstrapServers: "kafka:9092"}
        redis: "redis://redis:6379"
        profiles:
          quick:
            intervals: {gold: 1 second}
        """
            .formatted(root));
  }

  private String[] submit(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("submit", "--target", "emr", "--cluster", cluster, "--json", "--artifacts"));
    words.addAll(List.of("s3://" + artifacts, "--platform"));
    words.add(home.resolve("platform.yaml").toString());
    words.addAll(List.of(more));
    words.add(DATASET);
    return words.toArray(String[]::new);
  }

  private String[] stop(String root) {
    return new String[] {"stop", "--target", "emr", "--cluster", cluster, "--lake", root, "--json"};
  }

  private String[] status() {
    return new String[] {"status", "--target", "emr", "--cluster", cluster, "--json"};
  }

  private JsonNode json(int code, String... words) throws IOException {
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run(words)).as(console.error()).isEqualTo(code);
    return new ObjectMapper().readTree(console.out());
  }
}
