package dev.sluice.common.error;

import java.nio.file.Path;
import java.util.List;

/** The catalogue of messages for users. One method per error; codes are never reused. */
public final class Errors {
  /** Code of {@link #portIsTaken}, which callers answer by taking another port. */
  public static final String PORT_IS_TAKEN = "SL-3006";

  /** What stands before each problem of a message that has several, the only line break of it. */
  public static final String NEXT_PROBLEM = "\n  - ";

  private Errors() {}

  /** An error of this catalogue that another process has met and told of. */
  public static SluiceException met(String code, ExitCode exitCode, String message, String hint) {
    return new SluiceException(code, exitCode, message, hint);
  }

  /** SL-1001: definition files with problems, each {@code file:line:column: message}. */
  public static SluiceException invalidDefinition(List<String> problems) {
    return new SluiceException(
        "SL-1001",
        ExitCode.INVALID_DEFINITION,
        "Definition problems:" + NEXT_PROBLEM + String.join(NEXT_PROBLEM, problems),
        "correct them and check with `sluice validate`");
  }

  /** SL-1002: a definition file that lies elsewhere cannot be fetched. */
  public static SluiceException cannotFetch(String url, Throwable cause) {
    return new SluiceException(
        "SL-1002",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch " + url + ": " + cause,
        "check the URL, and that Hadoop's settings on this cluster let the driver read it",
        cause);
  }

  /** SL-2001: another driver holds the lake. */
  public static SluiceException lakeIsHeld(String lake, String holder) {
    return new SluiceException(
        "SL-2001",
        ExitCode.FENCED,
        "Cannot start on lake " + lake + ": another driver holds it (" + holder + ")",
        "stop it with `sluice down`, or choose another lake");
  }

  /** SL-2002: Kafka deleted records before they were read. */
  public static SluiceException dataLoss(String gap) {
    return new SluiceException(
        "SL-2002",
        ExitCode.FAILED,
        "DATA_LOSS: Kafka no longer holds " + gap + ", and bronze does not reach past it",
        "the records are gone from Kafka; lengthen the topic's retention and restore them, or start"
            + " a new lake");
  }

  /** SL-2003: a topic was deleted and made again. */
  public static SluiceException topicRecreated(String topic, String before, String now) {
    return new SluiceException(
        "SL-2003",
        ExitCode.FAILED,
        "TOPIC_RECREATED: topic " + topic + " had id " + before + " and now has " + now,
        "its offsets name other records now; read it as a new dataset");
  }

  /** SL-2004: the cluster does not answer, or a topic is not there. */
  public static SluiceException kafkaUnreachable(
      String cluster, String servers, java.util.List<String> topics, Throwable cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return new SluiceException(
        "SL-2004",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot read topics "
            + topics
            + " of Kafka cluster "
            + cluster
            + " at "
            + servers
            + ": "
            + reason.getClass().getSimpleName()
            + (reason.getMessage() == null ? "" : " (" + reason.getMessage() + ")"),
        "check that the brokers run and that the topics exist; `sluice status` shows the local ones",
        cause);
  }

  /** SL-2005: the driver was called with arguments it does not understand. */
  public static SluiceException driverUsage(String problem) {
    return new SluiceException(
        "SL-2005",
        ExitCode.USAGE,
        "Cannot start the driver: " + problem,
        "Driver --platform platform.yaml [--profile name] [--status file] dataset.yaml...");
  }

  /** SL-2006: two replays of one dataset at once. */
  public static SluiceException replayRuns(String dataset, String holder) {
    return new SluiceException(
        "SL-2006",
        ExitCode.FENCED,
        "Cannot replay " + dataset + ": another replay of it runs (" + holder + ")",
        "wait for it, or end that process: what it has written is gone on with");
  }

  /** SL-2007: a replay needs to know by which rules. */
  public static SluiceException noDeployedDefinition(String dataset, int generation, String lake) {
    return new SluiceException(
        "SL-2007",
        ExitCode.USAGE,
        "Cannot replay "
            + dataset
            + ": lake "
            + lake
            + " does not say with which definition its generation "
            + generation
            + " was made",
        "name the dataset's file: `sluice replay " + dataset + " --definition dataset.yaml`");
  }

  /** SL-2008: the definition cannot be replayed from this bronze. */
  public static SluiceException cannotReplay(String dataset, String why) {
    return new SluiceException(
        "SL-2008",
        ExitCode.INVALID_DEFINITION,
        "Cannot replay " + dataset + ": " + why,
        "read `docs/how-to/replay.md` on what a replay can change");
  }

  /** SL-2009: a swap would lose what only the old generation has. */
  public static SluiceException swapWouldLose(String dataset, String what) {
    return new SluiceException(
        "SL-2009",
        ExitCode.QUALITY_GATE_FAILED,
        "Not swapped: the generation in force of " + dataset + " has " + what,
        "the tables in force stay as they are; the new ones lie beside them");
  }

  /** SL-2010: there is no generation to go back to. */
  public static SluiceException nothingToRollBack(String dataset) {
    return new SluiceException(
        "SL-2010",
        ExitCode.USAGE,
        "Cannot roll back " + dataset + ": it has had no other generation in force",
        "a rollback undoes a swap of `sluice replay`");
  }

  /** SL-2011: Kafka's log ends before what has been read of it. */
  public static SluiceException logTruncated(String partition, long end, long position) {
    return new SluiceException(
        "SL-2011",
        ExitCode.FAILED,
        "LOG_TRUNCATED: "
            + partition
            + " ends at offset "
            + end
            + " in Kafka, but has been read up to offset "
            + position,
        "the topic has lost records that bronze holds, and gives their offsets to others; read it as a"
            + " new dataset");
  }

  /** SL-2021: a lake where no lease can be had. */
  public static SluiceException noLeaseThere(String lake) {
    return new SluiceException(
        "SL-2021",
        ExitCode.USAGE,
        "Cannot hold lake " + lake + ": not supported yet: a lease on such a file system",
        "put the lake into S3 (s3://… or s3a://…), or where the driver's machine mounts it: /path");
  }

  /** SL-2022: a lease in an object store ran out, or somebody else has it. */
  public static SluiceException leaseIsLost(String lake, String why) {
    return new SluiceException(
        "SL-2022",
        ExitCode.FENCED,
        "Cannot go on writing to lake " + lake + ": its lease is lost: " + why,
        "start again: a start goes on where the tables end, unless another driver holds the lake");
  }

  /** SL-2023: a table has a commit that its writer did not make. */
  public static SluiceException committedElsewhere(String table, long version) {
    return new SluiceException(
        "SL-2023",
        ExitCode.FAILED,
        "Cannot commit to %s: another process has committed up to version %d"
            .formatted(table, version),
        "the lane starts again from what the tables say; if it repeats, end the other writer");
  }

  /** SL-2024: the object store refuses, or does not answer. */
  public static SluiceException objectStoreFails(String what, String reason, Throwable cause) {
    return new SluiceException(
        "SL-2024",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot " + what + ": " + reason,
        "check region, endpoint and credentials (AWS_…, or fs.s3a.… of Hadoop), and the policy",
        cause);
  }

  /** SL-2025: an object store that writes whatever the condition. */
  public static SluiceException ignoresConditions(String lake) {
    return new SluiceException(
        "SL-2025",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot hold lake " + lake + ": its object store ignores the conditions of a put",
        "use a store that knows If-None-Match and If-Match for puts, as S3 does");
  }

  /** SL-2030: a replay reads versions of tables whose files would go. */
  public static SluiceException replayReads(String table, String dataset) {
    return new SluiceException(
        "SL-2030",
        ExitCode.FENCED,
        "Cannot vacuum " + table + ": a replay of " + dataset + " runs and may read what would go",
        "wait for it, or end it; OPTIMIZE and checkpoints may go on beside it");
  }

  /** SL-2031: nobody knows who still reads files of a table. */
  public static SluiceException consumersUnknown(String table, String lake) {
    return new SluiceException(
        "SL-2031",
        ExitCode.FAILED,
        "Cannot vacuum " + table + ": lake " + lake + " does not say which gold tables read it",
        "start its driver once: it writes the dataset's definition into the lake");
  }

  /** SL-2050: silver waits for somebody to look at a row that failed a rule. */
  public static SluiceException heldByRule(String dataset, String detail) {
    return new SluiceException(
        "SL-2050",
        ExitCode.QUALITY_GATE_FAILED,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "`sluice resume " + dataset + "` lets such rows go to quarantine");
  }

  /** SL-2051: silver waits because too many rows would go to quarantine. */
  public static SluiceException heldByBreaker(String dataset, String detail) {
    return new SluiceException(
        "SL-2051",
        ExitCode.QUALITY_GATE_FAILED,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "`sluice resume " + dataset + "` lets such rows go to quarantine");
  }

  /** SL-2052: silver waits for the schema registry. */
  public static SluiceException heldByRegistry(String dataset, String detail) {
    return new SluiceException(
        "SL-2052",
        ExitCode.DEPENDENCY_MISSING,
        "Silver of " + dataset + " waits, bronze goes on: " + detail,
        "it goes on by itself when the registry answers, or after the platform's `hold`");
  }

  /** SL-2053: silver in force waits at a point that the replay has passed. */
  public static SluiceException heldBehindReplay(String dataset, String detail) {
    return new SluiceException(
        "SL-2053",
        ExitCode.QUALITY_GATE_FAILED,
        "Cannot compare the replay of "
            + dataset
            + ": silver in force waits before its end: "
            + detail,
        "let it go on with `sluice resume " + dataset + "`, and replay again");
  }

  /** SL-3001: no Redis for this machine. */
  public static SluiceException noRedisFor(String platform) {
    return new SluiceException(
        "SL-3001",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start Redis: no redis-server on PATH, and none embedded for " + platform,
        "install redis-server with your package manager");
  }

  /** SL-3002: a server of the local stack did not come up. */
  public static SluiceException serverDidNotStart(String server, String why, Path log) {
    return new SluiceException(
        "SL-3002",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start " + server + ": " + why + " (its log: " + log + ")",
        "read the end of that log; `sluice doctor` checks what it needs");
  }

  /** SL-3003: the broker was never built. */
  public static SluiceException brokerJarsMissing(Path expected) {
    return new SluiceException(
        "SL-3003",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start Kafka: its jars are not in " + expected,
        "run `./mvnw -pl local-kafka process-classes`, or start through ./sluice, which builds them");
  }

  /** SL-3004: another process runs the stack of this directory. */
  public static SluiceException stackIsRunning(Path stateDirectory, String owner) {
    return new SluiceException(
        "SL-3004",
        ExitCode.FENCED,
        "Cannot start the local stack in " + stateDirectory + ": it already runs (" + owner + ")",
        "stop it with `sluice down`, or work in another directory");
  }

  /** SL-3005: Kafka answered, but not as asked. */
  public static SluiceException kafkaRefused(String request, String servers, Throwable cause) {
    return new SluiceException(
        "SL-3005",
        ExitCode.FAILED,
        "Cannot " + request + " on Kafka at " + servers + ": " + cause.getMessage(),
        "see whether it still runs with `sluice status`",
        cause);
  }

  /** SL-3006: a port that was asked for is in use. */
  public static SluiceException portIsTaken(String server, int port) {
    return new SluiceException(
        PORT_IS_TAKEN,
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start " + server + " on 127.0.0.1:" + port + ": the port is taken",
        "stop what listens there, or choose another port");
  }

  /** SL-3010: no Java for Trino. */
  public static SluiceException noJavaForTrino(int oldest) {
    return new SluiceException(
        "SL-3010",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start Trino: no JDK " + oldest + " or newer in the usual places",
        "install one (sdkman: sdk install java 25-tem) or set TRINO_JAVA_HOME to it");
  }

  /** SL-3011: Trino could not be fetched. */
  public static SluiceException trinoNotFetched(String why, Path log) {
    return new SluiceException(
        "SL-3011",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch Trino: " + why + " (its log: " + log + ")",
        "read the end of that log; check the network, or the mirror in ~/.m2/settings.xml");
  }

  /** SL-3012: the disk has no room for Trino. */
  public static SluiceException noRoomForTrino(Path folder, long usable, long needed) {
    return new SluiceException(
        "SL-3012",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch Trino into "
            + folder
            + ": "
            + usable / 1_000_000
            + " MB free, "
            + needed / 1_000_000
            + " MB needed",
        "free some space on that disk");
  }

  /** SL-3013: a Trino serves another lake. */
  public static SluiceException trinoServesAnotherLake(Path served, String wanted) {
    return new SluiceException(
        "SL-3013",
        ExitCode.USAGE,
        "Cannot use the running Trino for " + wanted + ": it serves " + served,
        "`sluice trino stop`, then `sluice trino start --lake <path>`");
  }

  /** SL-3020: AWS refuses something, or does not answer. */
  public static SluiceException awsRefused(String what, String why, Throwable cause) {
    return new SluiceException(
        "SL-3020",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot " + what + ": " + why,
        "check credentials (`aws sts get-caller-identity`), --region and the name; AWS_ENDPOINT_URL"
            + " names another endpoint",
        cause);
  }

  /** SL-3021: there is no jar to submit. */
  public static SluiceException notPackaged(Path jar) {
    return new SluiceException(
        "SL-3021",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot submit: there is no " + jar,
        "make it with `./sluice package`");
  }

  /** SL-3022: the lake has a driver, or one that is about to be. */
  public static SluiceException driverIsSubmitted(String lake, String which) {
    return new SluiceException(
        "SL-3022",
        ExitCode.FENCED,
        "Cannot submit a second driver for lake " + lake + ": " + which,
        "stop it with `sluice stop --target emr`, or give the second a lake of its own");
  }

  /** SL-3023: a file that cannot be brought to a cluster as it is. */
  public static SluiceException cannotUpload(Path file, String why) {
    return new SluiceException(
        "SL-3023",
        ExitCode.INVALID_DEFINITION,
        "Cannot upload " + file + ": " + why,
        "name it by its way from the dataset file");
  }

  /** SL-3024: nobody knows whether a step was added. */
  public static SluiceException stepUnclear(
      String step, String cluster, String why, Throwable cause) {
    return new SluiceException(
        "SL-3024",
        ExitCode.FAILED,
        "Nobody knows whether step `" + step + "` was added to cluster " + cluster + ": " + why,
        "look with `sluice status --target emr`; if it is not there, submit again after 15 minutes",
        cause);
  }

  /** SL-3025: a driver on a cluster whose lake cannot be written from here. */
  public static SluiceException noStopMarkerFromHere(String lake, String step) {
    return new SluiceException(
        "SL-3025",
        ExitCode.USAGE,
        "Cannot ask step " + step + " to end: lake " + lake + " is not in S3",
        "where it is mounted, run `mkdir -p <lake>/_sluice/stop && touch <lake>/_sluice/stop/now`");
  }

  /** SL-3026: the cluster takes no steps any more. */
  public static SluiceException clusterHasEnded(String cluster, String state) {
    return new SluiceException(
        "SL-3026",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot submit to cluster " + cluster + ": it is " + state,
        "name one that runs; `aws emr list-clusters --active` lists them");
  }

  /** SL-3030: the schema registry could not be fetched. */
  public static SluiceException registryNotFetched(String why, Path log) {
    return new SluiceException(
        "SL-3030",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch the schema registry: " + why + " (its log: " + log + ")",
        "read the end of that log; check the network, or the mirror in ~/.m2/settings.xml");
  }

  /** SL-3031: the disk has no room for the schema registry. */
  public static SluiceException noRoomForRegistry(Path folder, long usable, long needed) {
    return new SluiceException(
        "SL-3031",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot fetch the schema registry into "
            + folder
            + ": "
            + usable / 1_000_000
            + " MB free, "
            + needed / 1_000_000
            + " MB needed",
        "free some space on that disk");
  }

  /** SL-3032: no Java for the schema registry. */
  public static SluiceException noJavaForRegistry(int oldest) {
    return new SluiceException(
        "SL-3032",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot start the schema registry: no JDK " + oldest + " or newer in the usual places",
        "install one (sdkman: sdk install java 25-tem) or set TRINO_JAVA_HOME to it; a registry that"
            + " runs elsewhere needs none here");
  }

  /** SL-4001: nothing in this catalogue fits. */
  public static SluiceException unexpected(Throwable failure) {
    return new SluiceException(
        "SL-4001",
        ExitCode.FAILED,
        "Unexpected failure: " + failure,
        "`sluice doctor` checks the environment; the log has the stack trace",
        failure);
  }

  /** SL-4002: {@code sluice explain} does not know the code. */
  public static SluiceException unknownErrorCode(String code) {
    return new SluiceException(
        "SL-4002",
        ExitCode.USAGE,
        "Cannot explain " + code + ": no error has that code",
        "`sluice explain` lists them all");
  }

  /** SL-4010: the driver has ended though nobody asked it to. */
  public static SluiceException driverEnded(int exitCode, String lastWords, Path log) {
    return new SluiceException(
        "SL-4010",
        ExitCode.FAILED,
        "The driver ended with exit code "
            + exitCode
            + (lastWords.isEmpty() ? "" : ": " + lastWords),
        "read the end of " + log);
  }

  /** SL-4011: a demo would take the place of a lake that is not a demo's. */
  public static SluiceException lakeIsNotADemos(Path lake) {
    return new SluiceException(
        "SL-4011",
        ExitCode.USAGE,
        "Cannot keep the demo's lake: " + lake + " is the lake of `sluice up`",
        "run the demo without --keep, or remove that lake with `sluice down --wipe`");
  }

  /** SL-4012: nothing was said to run. */
  public static SluiceException noDatasets() {
    return new SluiceException(
        "SL-4012",
        ExitCode.USAGE,
        "Cannot start: no dataset file was named, and there is none in ./datasets",
        "name them: `sluice up examples/clickstream/dataset.yaml`");
  }

  /** SL-4013: what the demo made is not what its events say it must be. */
  public static SluiceException demoDiffers(String summary) {
    return new SluiceException(
        "SL-4013",
        ExitCode.QUALITY_GATE_FAILED,
        "The demo's result is wrong: " + summary,
        "the differing rows are printed above; keep the lake with --keep and look at `ledger`");
  }

  /** SL-4014: there is no example of that name. */
  public static SluiceException noSuchExample(String name, java.util.List<String> known) {
    return new SluiceException(
        "SL-4014",
        ExitCode.USAGE,
        "Unknown example: " + name + " (known: " + String.join(", ", known) + ")",
        "run `sluice demo --example " + known.get(0) + "`");
  }

  /** SL-4015: something would be deleted, and nobody said yes. */
  public static SluiceException notConfirmed(String what) {
    return new SluiceException(
        "SL-4015",
        ExitCode.USAGE,
        "Not done, since nobody said yes: " + what,
        "answer `yes`, or pass --yes");
  }

  /** SL-4016: the command needs a stack that runs. */
  public static SluiceException nothingRuns() {
    return new SluiceException(
        "SL-4016",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot send events: no local Kafka runs",
        "start one with `sluice up examples/clickstream/dataset.yaml` in another terminal");
  }

  /** SL-4020: a lake has nothing to look at. */
  public static SluiceException noTables(String lake, String why) {
    return new SluiceException(
        "SL-4020",
        ExitCode.FAILED,
        "Cannot find tables in lake " + lake + ": " + why,
        "make some with `sluice demo --keep` or `sluice up`, or name another lake with --lake");
  }

  /** SL-4021: a query names a table that the lake does not have. */
  public static SluiceException unknownTable(String name, List<String> nearestFirst) {
    return new SluiceException(
        "SL-4021",
        ExitCode.FAILED,
        "Unknown table: " + name + " (there are: " + String.join(", ", nearestFirst) + ")",
        "name one of them; `ledger` has a row per flush, for `sluice sql` only");
  }

  /** SL-4022: a statement that does more than read. */
  public static SluiceException statementChanges(String statement) {
    return new SluiceException(
        "SL-4022",
        ExitCode.FAILED,
        "Cannot run " + statement + ": `sluice sql` only reads",
        "ask with SELECT, WITH, VALUES, SHOW, DESCRIBE or EXPLAIN");
  }

  /** SL-4023: SQL that cannot be parsed, analysed or executed. */
  public static SluiceException queryFailed(String why, Throwable cause) {
    return new SluiceException(
        "SL-4023",
        ExitCode.FAILED,
        "Cannot run the query: " + why,
        "`sluice sql \"show tables in silver\"` and `sluice sql \"describe silver.<name>\"` show what"
            + " there is",
        cause);
  }

  /** SL-4024: Trino was asked for and does not answer. */
  public static SluiceException trinoUnreachable(String endpoint, Throwable cause) {
    return new SluiceException(
        "SL-4024",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot ask Trino: " + (endpoint.isEmpty() ? "none runs here" : endpoint + " is silent"),
        "start it with `sluice trino start`, or ask Spark: `sluice sql --engine spark`",
        cause);
  }

  /** SL-4025: a query asks Trino for what only Spark has. */
  public static SluiceException onlyOnSpark(String name) {
    return new SluiceException(
        "SL-4025",
        ExitCode.FAILED,
        "Cannot ask Trino for " + name + ": it is made from what commits say, which Trino hides",
        "ask Spark: `sluice sql --engine spark`");
  }

  /** SL-4026: a query has syntax or functions that Trino does not know; Spark may. */
  public static SluiceException notTrinosDialect(String why, Throwable cause) {
    return new SluiceException(
        "SL-4026",
        ExitCode.FAILED,
        "Cannot run the query on Trino: " + why,
        "Spark's dialect differs: `sluice sql --engine spark`",
        cause);
  }

  /** SL-4030: a row was asked for that is not in quarantine. */
  public static SluiceException notInQuarantine(String dataset, String coordinates) {
    return new SluiceException(
        "SL-4030",
        ExitCode.FAILED,
        "Cannot show " + coordinates + ": it is not in quarantine of " + dataset,
        "`sluice quarantine ls " + dataset + "` lists what is");
  }

  /** SL-4040: there is no dataset of that name where datasets are looked for. */
  public static SluiceException unknownDataset(String name, List<Path> looked) {
    return new SluiceException(
        "SL-4040",
        ExitCode.USAGE,
        "Cannot find dataset "
            + name
            + ": there is no such file, and none of "
            + String.join(", ", looked.stream().map(Path::toString).toList()),
        "name its file: `sluice test examples/clickstream/dataset.yaml`");
  }

  /** SL-4041: nothing to test. */
  public static SluiceException noDatasetTests(List<Path> files) {
    return new SluiceException(
        "SL-4041",
        ExitCode.USAGE,
        "Cannot test: there is no test in "
            + String.join(", ", files.stream().map(Path::toString).toList()),
        "write some under tests:, see docs/how-to/test-a-dataset.md");
  }

  /** SL-4042: rows of quarantine were to be judged again, and nobody says by which schema. */
  public static SluiceException quarantineNeedsRegistry(String dataset, String why) {
    return new SluiceException(
        "SL-4042",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot replay quarantine of " + dataset + ": " + why,
        "ask again when the registry answers; nothing has changed");
  }

  /** SL-4043: rows were lost between their verdict and their table. */
  public static SluiceException quarantineReplayLost(
      String dataset, String table, long judged, long written) {
    return new SluiceException(
        "SL-4043",
        ExitCode.FAILED,
        "The replay of quarantine of %s does not add up: %d rows were judged for %s, %d written"
            .formatted(dataset, judged, table, written),
        "report it with the driver's log; `sluice replay %s` makes silver anew".formatted(dataset));
  }

  /** SL-4050: the tables of a generation that was asked for are gone. */
  public static SluiceException generationRemoved(String dataset, int generation) {
    return new SluiceException(
        "SL-4050",
        ExitCode.FAILED,
        "Cannot put generation "
            + generation
            + " of "
            + dataset
            + " in force: its tables have been removed",
        "make another one by its definition: `sluice replay " + dataset + " --definition …`");
  }

  /** SL-4051: generations are to go while a replay may need them. */
  public static SluiceException generationsAreUsed(String dataset, String why) {
    return new SluiceException(
        "SL-4051",
        ExitCode.FENCED,
        "Cannot remove generations of " + dataset + ": " + why,
        "wait for it, or end it; what is to go goes the next time");
  }

  /** SL-4052: somebody else has changed rows of a gold table. */
  public static SluiceException goldChangedByOthers(
      String aggregate, String table, long version, String operation) {
    return new SluiceException(
        "SL-4052",
        ExitCode.FAILED,
        "Cannot go on with gold table "
            + aggregate
            + ": version "
            + version
            + " of "
            + table
            + " ("
            + operation
            + ") is not Sluice's and changed its rows",
        "take it back with RESTORE to version "
            + (version - 1)
            + ", or make gold again with `sluice replay` of its dataset");
  }

  /** SL-4053: what a gold table has taken in is not of the silver table that is there. */
  public static SluiceException goldOfAnotherSilver(String aggregate, String table, long version) {
    return new SluiceException(
        "SL-4053",
        ExitCode.FAILED,
        "Cannot go on with gold table "
            + aggregate
            + ": no commit of "
            + table
            + " says how far it has come, and its rows reach version "
            + version
            + " of a silver table that is not the one there",
        "make gold again with `sluice replay` of its dataset");
  }

  /** SL-4060: nothing to draft a dataset from. */
  public static SluiceException noSample(String from, long others) {
    return new SluiceException(
        "SL-4060",
        ExitCode.FAILED,
        "Cannot draft a dataset from "
            + from
            + ": it has no events"
            + (others == 0 ? "" : " (" + others + " values that are no JSON objects)"),
        "events are JSON objects, in a file one a line; for Avro and Protobuf write the dataset by"
            + " docs/how-to/avro.md");
  }

  /** SL-4061: a file that would be overwritten. */
  public static SluiceException fileIsThere(Path file) {
    return new SluiceException(
        "SL-4061",
        ExitCode.FAILED,
        "Cannot write " + file + ": it is there already",
        "choose another folder with --to, or overwrite it with --force");
  }

  /** SL-4062: no field of a sample can be what a dataset needs. */
  public static SluiceException nothingInTheSampleIs(String what, String needed) {
    return new SluiceException(
        "SL-4062",
        ExitCode.FAILED,
        "Cannot draft a dataset: no field of the sample can be "
            + what
            + " (in all events, "
            + needed
            + ")",
        "take more or other events; a dataset cannot do without");
  }

  /** SL-4070: a person's rows are to go, and the dataset does not say whose an event is. */
  public static SluiceException noErasureSubject(String dataset) {
    return new SluiceException(
        "SL-4070",
        ExitCode.INVALID_DEFINITION,
        "Cannot erase from " + dataset + ": its definition names no erasure.subject",
        "add `erasure: {subject: <field>}` to the dataset file and start a driver with it once");
  }

  /** SL-4071: rows are to be erased while a replay makes tables from them. */
  public static SluiceException erasureWaitsForReplay(String dataset) {
    return new SluiceException(
        "SL-4071",
        ExitCode.FENCED,
        "Cannot erase from " + dataset + ": a replay of it runs; nothing was erased",
        "wait for it, or end it, and erase again");
  }

  /** SL-4072: rows are to be erased that silver has not judged yet. */
  public static SluiceException erasureBeforeSilver(String dataset) {
    return new SluiceException(
        "SL-4072",
        ExitCode.FAILED,
        "Cannot erase from "
            + dataset
            + ": its silver waits and is behind bronze; nothing was erased",
        "let silver go on (`sluice status` says why it waits, `sluice resume " + dataset + "`)");
  }

  /** SL-4073: a registry is needed to tell whose records are. */
  public static SluiceException erasureNeedsRegistry(String dataset, String why) {
    return new SluiceException(
        "SL-4073",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot erase from " + dataset + ": " + why + "; nothing was erased",
        "erase again when the registry answers");
  }

  /** SL-4074: hot keys are to go, and Redis cannot be asked. */
  public static SluiceException erasureNeedsRedis(String dataset, Throwable cause) {
    return new SluiceException(
        "SL-4074",
        ExitCode.DEPENDENCY_MISSING,
        "Cannot erase from " + dataset + ": Redis did not remove its hot keys",
        "erase again when Redis answers: what had gone by then is not missed",
        cause);
  }

  /** SL-4075: more rows than can be erased at once. */
  public static SluiceException erasureTooLarge(String dataset, long records, long most) {
    return new SluiceException(
        "SL-4075",
        ExitCode.FAILED,
        ("Cannot erase from %s: %,d records are the subject's, and at most %,d are erased at once;"
                + " nothing was erased")
            .formatted(dataset, records, most),
        "is the id one person's? `erasure.subject` has to name a field that tells people apart");
  }

  /** SL-4076: there is nothing of the dataset that could be erased. */
  public static SluiceException nothingToEraseFrom(String dataset, String bronze) {
    return new SluiceException(
        "SL-4076",
        ExitCode.FAILED,
        "Cannot erase from " + dataset + ": there is no bronze at " + bronze,
        "check the name and the lake: `sluice status` shows both");
  }

  /** SL-4080: a definition changes more than can be taken over while lanes run. */
  public static SluiceException notAdditive(String dataset, List<String> reasons) {
    return new SluiceException(
        "SL-4080",
        ExitCode.INVALID_DEFINITION,
        "Cannot apply the definition of "
            + dataset
            + ", it does more than add:"
            + NEXT_PROBLEM
            + String.join(NEXT_PROBLEM, reasons),
        "nothing was changed; make history by it with `sluice replay "
            + dataset
            + " --definition dataset.yaml`, or start the driver with it where silver's columns stay");
  }

  /** SL-4081: silver's columns are not those that a definition would go on with. */
  public static SluiceException silverHasOtherColumns(String dataset, List<String> conflicts) {
    return new SluiceException(
        "SL-4081",
        ExitCode.INVALID_DEFINITION,
        "Cannot go on with silver."
            + dataset
            + ", the definition would change its columns:"
            + NEXT_PROBLEM
            + String.join(NEXT_PROBLEM, conflicts),
        "nothing was changed; start with the definition before, and make silver anew by this one: "
            + "`sluice replay "
            + dataset
            + " --definition dataset.yaml`");
  }

  /** SL-4082: a definition is applied to a lake that has no dataset of its name. */
  public static SluiceException nothingToApplyTo(String dataset, String lake) {
    return new SluiceException(
        "SL-4082",
        ExitCode.USAGE,
        "Cannot apply the definition of " + dataset + ": lake " + lake + " has no definition of it",
        "start a driver with the dataset first: `sluice up dataset.yaml`");
  }

  /** SL-5001: the platform file's Redis is no address. It may hold a password: never shown. */
  public static SluiceException redisAddressInvalid() {
    return new SluiceException(
        "SL-5001",
        ExitCode.INVALID_DEFINITION,
        "Invalid redis address in the platform file (must be host:port, redis://… or rediss://…)",
        "write it as redis: 127.0.0.1:6379");
  }

  /** SL-5101: a gold table was made by another definition of its aggregate. */
  public static SluiceException goldHasOtherColumns(String aggregate, String table) {
    return new SluiceException(
        "SL-5101",
        ExitCode.INVALID_DEFINITION,
        "Cannot go on with gold table "
            + aggregate
            + ": the table at "
            + table
            + " has other columns than the definition",
        "a gold table keeps its columns; give the changed aggregate another name");
  }
}
