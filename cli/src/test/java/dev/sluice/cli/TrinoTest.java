package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.local.LocalTrino;
import dev.sluice.local.StateDirectory;
import dev.sluice.trino.TableNames;
import dev.sluice.trino.TrinoAddress;
import dev.sluice.trino.TrinoClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One real Trino, started by {@code sluice trino start} beside a lake in a folder with spaces, for
 * all tests. Fetches Trino into the user's cache where it is not there yet: 821 MB.
 */
@TestMethodOrder(OrderAnnotation.class)
class TrinoTest {
  private static final Path PAGE =
      Path.of(System.getProperty("sluice.home"), "docs/how-to/trino.md");
  private static final Pattern QUERY = Pattern.compile("-- (.*)\n([^;]*);");
  private static final Pattern COMMANDS =
      Pattern.compile("^```sh\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir static Path folder;
  private static Path home;
  private static QueryLake tables;

  /** A query and what it is about. */
  record Query(String about, String sql) {
    @Override
    public String toString() {
      return about;
    }
  }

  @BeforeAll
  static void startTrino() throws IOException {
    home = Files.createDirectories(folder.resolve("a home/with spaces"));
    tables = new QueryLake(lake());
    tables.write();
    leaveTheRecordOfACrashedTrino();
    // Whatever ends this JVM in an orderly way ends Trino too.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> new LocalTrino(new StateDirectory(state())).stop()));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TestConsole console = TestConsole.piped(home);
      long begin = System.nanoTime();
      int code = console.run("trino", "start", "--port", Integer.toString(taken.getLocalPort()));
      System.err.println(console.error() + console.out());
      assertThat(code).as(console.error()).isZero();
      assertThat(ask("trino", "select count(*) as n from silver.clickstream")).contains("48");
      System.err.printf("start to first answer: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
      assertThat(status().get("endpoint").asText()).doesNotEndWith(":" + taken.getLocalPort());
    }
  }

  @AfterAll
  static void downStopsTrinoToo() {
    assertThat(TestConsole.piped(home).run("trino", "start")).isZero();
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("down")).isZero();
    assertThat(console.out()).contains("stopped trino");
    assertThat(new LocalTrino(new StateDirectory(state())).status()).isEmpty();
  }

  static Stream<Query> queries() throws IOException {
    try (var file = TrinoTest.class.getResourceAsStream("engine-queries.sql")) {
      Matcher query = QUERY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      return query.results().map(found -> new Query(found.group(1), found.group(2).strip()));
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void bothEnginesAnswerAlike(Query query) {
    String spark = ask("spark", query.sql());

    assertThat(ask("trino", query.sql())).isEqualTo(spark);
    if (!query.about().equals("nothing")) {
      assertThat(spark).contains("{");
    }
  }

  @Test
  void trinoShowsTimestampsInMilliseconds() {
    tables.silverWithMicroseconds(1);
    String sql = "select event_time as e, arrived_at as a from silver.precise";

    assertThat(ask("spark", sql)).contains("12:00:00.250999Z").contains("12:00:00.250001Z");
    assertThat(ask("trino", sql)).contains("12:00:00.250Z\",\"a\":\"2026-03-01T12:00:00.250Z");
  }

  @Test
  void withoutAnEngineTrinoAnswersAndStderrSaysSo() {
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run("sql", "select 1 as a;")).isZero();

    assertThat(console.out()).isEqualTo("a\n-\n1\n1 row\n");
    assertThat(console.error()).startsWith("answered by Trino at 127.0.0.1:");
  }

  @Test
  void whatOnlySparkHasGoesToSpark() {
    TestConsole ledger = TestConsole.piped(home);
    assertThat(ledger.run("sql", "select count(*) as n from ledger", "--csv")).isZero();
    assertThat(ledger.error()).isEqualTo("answered by Spark\n");

    TestConsole dialect = TestConsole.piped(home);
    assertThat(dialect.run("sql", "select named_struct('a', 1) as s", "--json")).isZero();
    assertThat(dialect.out()).isEqualTo("[\n{\"s\":{\"a\":1}}\n]\n");
    assertThat(dialect.error()).contains("answered by Spark").contains("'named_struct'");

    TestConsole demanded = TestConsole.piped(home);
    assertThat(demanded.run("sql", "--engine", "trino", "select * from ledger")).isEqualTo(1);
    assertThat(demanded.error()).contains("SL-4025");
  }

  @Test
  void aCutResultSaysSo() {
    TestConsole console = TestConsole.piped(home);

    console.run("sql", "select _offset from silver.clickstream order by 1", "--limit", "2");

    assertThat(console.out()).endsWith("2 rows\n");
    assertThat(console.error()).contains("--limit").contains("Trino");
  }

  @Test
  void mistakesAreOneLineWithACode() {
    assertThat(error("select * from silver.klickstream"))
        .startsWith("sluice sql: Unknown table: silver.klickstream (there are: silver.clickstream,")
        .contains("SL-4021");
    assertThat(error("select prise from silver.clickstream"))
        .startsWith(
            "sluice sql: Cannot run the query: Column 'prise' cannot be resolved (column 8)\n")
        .contains("SL-4023");
    assertThat(error("select\n1 form x y")).contains("(line 2, column").contains("SL-4026");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from silver.clickstream",
        "insert into silver.clickstream select * from silver.clickstream",
        "drop table silver.clickstream",
        "/* a */ create view views.x as select 1 as a",
        "call lake.system.vacuum('silver', 'clickstream', '1s')",
        "set session lake.compression_codec = 'NONE'",
        "explain analyze delete from silver.clickstream"
      })
  void nothingCanBeChanged(String sql) {
    assertThat(error(sql)).contains("`sluice sql` only reads").contains("SL-4022");
  }

  @Test
  void aPartitionIsFoundWithoutTheOthers() {
    String plan =
        ask(
            "trino",
            "explain select count(*) from silver.clickstream where event_date = date '2026-03-02'");

    assertThat(plan).contains("PARTITION_KEY").contains("[[2026-03-02]]");
  }

  @Test
  void noTableHasAFeatureThatTrinoWouldReadWrong() throws IOException {
    for (LakeCatalog.Table table : catalog().tables()) {
      Path first = Path.of(table.path().toString(), "_delta_log/00000000000000000000.json");
      assertThat(Files.readString(first))
          .as(table.sqlName())
          .contains("\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}")
          .doesNotContain("delta.columnMapping")
          .doesNotContain("\"delta.enableDeletionVectors\":\"true\"");
    }
  }

  @Test
  void theViewsAnswer() {
    assertThat(ask("trino", "select dataset, silver_rows from views.freshness"))
        .contains("{\"dataset\":\"clickstream\",\"silver_rows\":");
    assertThat(ask("trino", "select reason, quarantined from views.quarantine_overview order by 1"))
        .contains("{\"reason\":\"MALFORMED\",\"quarantined\":6}")
        .contains("{\"reason\":\"RULE_FAILED\",\"quarantined\":3}");
    assertThat(ask("trino", "select orders from views.latest_window_sales_by_country_1m"))
        .isEqualTo("[\n{\"orders\":118}\n]\n");
    assertThat(
            ask(
                "trino",
                "select key, value, headers from views.bronze_as_text_clickstream"
                    + " where \"offset\" in (1, 9) order by \"offset\""))
        .isEqualTo(
            "[\n{\"key\":\"key-1\",\"value\":\"/Корзина\",\"headers\":\"trace=t1\"},\n"
                + "{\"key\":\"key-9\",\"value\":\"\uFFFDx\\u0000\",\"headers\":\"\"}\n]\n");
  }

  @Test
  void startingAgainChangesNothing() throws IOException {
    long before = status().get("pid").asLong();
    TestConsole console = TestConsole.piped(home);

    assertThat(console.run("trino", "start")).as(console.error()).isZero();

    assertThat(console.out()).contains("Trino runs at").contains("0 moved, 0 gone");
    assertThat(status().get("pid").asLong()).isEqualTo(before);
  }

  @Test
  void oneTrinoServesOneLake() {
    String other = home.resolve("other lake").toString();
    TestConsole start = TestConsole.piped(home);
    assertThat(start.run("trino", "start", "--lake", other)).isEqualTo(2);
    assertThat(start.error()).contains("SL-3013");
  }

  @Test
  void statusSaysWhereAndOnWhat() throws IOException {
    JsonNode status = status();

    assertThat(status.get("running").asBoolean()).isTrue();
    assertThat(status.get("lake").asText()).isEqualTo(lake().toString());
    assertThat(status.get("catalog").asText()).isEqualTo("lake");
    assertThat(status.get("heap_megabytes").asInt()).isEqualTo(1024);
    assertThat(status.get("java").asText()).isNotEmpty();
    TestConsole all = TestConsole.piped(home);
    assertThat(all.run("status", "--json")).isZero();
    assertThat(all.out()).contains("\"trino\"");
  }

  @Test
  void aNameIsNeverMissingWhileItMovesToOtherGenerations() throws Exception {
    tables.silver(2, 50);
    LakeCatalog catalog = catalog();
    AtomicBoolean goesOn = new AtomicBoolean(true);
    AtomicLong reads = new AtomicLong();
    List<String> failures = new ArrayList<>();
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              try (TrinoClient client = TrinoClient.connect(address(), "reader", catalog)) {
                while (goesOn.get()) {
                  client.query("select count(*) from silver.clickstream").rows().next();
                  reads.incrementAndGet();
                }
              } catch (SluiceException failed) {
                failures.add(failed.getMessage());
                goesOn.set(false);
              }
            });
    Path silver = lake().resolve("silver/clickstream");
    Path quarantine = lake().resolve("quarantine/clickstream");
    Generations generations = new Generations(new Lake(lake().toString()), Sessions.hadoop());
    for (int generation = 3; generation <= 12; generation++) {
      copy(silver.resolve("g2"), silver.resolve("g" + generation));
      copy(quarantine.resolve("g1"), quarantine.resolve("g" + generation));
      generations.move("clickstream", generation, "", List.of(), List.of());
      long before = reads.get();
      assertThat(TableNames.follow(catalog()).moved())
          .containsExactly("silver.clickstream", "quarantine.clickstream");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> reads.get() >= before + 2 || !goesOn.get());
    }
    goesOn.set(false);
    reader.get();

    assertThat(failures).isEmpty();
    assertThat(ask("trino", "select distinct \"$path\" as p from silver.clickstream"))
        .contains("local:///silver/clickstream/g12/")
        .doesNotContain("/g2/");
    assertThat(ask("trino", "select count(*) as n from silver.clickstream")).contains("50");
  }

  /** In one step: a generation that is half a copy must not be followed. */
  private static void copy(Path from, Path to) throws IOException {
    Path partial = to.resolveSibling("partial");
    FileUtils.copyDirectory(from.toFile(), partial.toFile());
    Files.move(partial, to);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void theCommandsOfTheHowToPageWork() throws IOException {
    Matcher block = COMMANDS.matcher(Files.readString(PAGE));
    List<String> commands = new ArrayList<>();
    while (block.find()) {
      block.group(1).lines().filter(line -> line.startsWith("./sluice ")).forEach(commands::add);
    }

    assertThat(commands).hasSizeGreaterThan(5);
    for (String command : commands) {
      TestConsole console = TestConsole.piped(home);
      assertThat(console.run(words(command))).as(command + "\n" + console.error()).isZero();
      assertThat(console.out()).as(command).isNotEmpty();
    }
    assertThat(commands.get(commands.size() - 1)).isEqualTo("./sluice trino stop");
    assertThat(new LocalTrino(new StateDirectory(state())).running()).isEmpty();
  }

  private static String[] words(String command) {
    return Pattern.compile("\"([^\"]*)\"|(\\S+)")
        .matcher(command.substring("./sluice ".length()))
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }

  private static String ask(String engine, String sql) {
    TestConsole console = TestConsole.piped(home);
    int code = console.run("sql", "--engine", engine, "--json", sql);
    assertThat(code).as(engine + ": " + console.error()).isZero();
    return console.out();
  }

  private static String error(String sql) {
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("sql", "--engine", "trino", sql)).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    return console.error();
  }

  private static JsonNode status() throws IOException {
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("trino", "status", "--json")).isZero();
    return new ObjectMapper().readTree(console.out());
  }

  private static TrinoAddress address() {
    return new TrinoAddress(
        new LocalTrino(new StateDirectory(state())).running().orElseThrow().endpoint());
  }

  private static LakeCatalog catalog() {
    return LakeCatalog.look(new Lake(lake().toString()));
  }

  private static void leaveTheRecordOfACrashedTrino() throws IOException {
    Files.writeString(
        Files.createDirectories(state().resolve("run")).resolve("trino.json"),
        """
        {"name":"trino","pid":2147483647,"started":"2026-01-01T00:00:00Z",
        "endpoint":"127.0.0.1:1","command":"x"}""");
  }

  private static Path state() {
    return home.resolve(".sluice");
  }

  private static Path lake() {
    return state().resolve("lake");
  }
}
