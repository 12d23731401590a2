package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCommandTest {
  @TempDir static Path home;
  private static Path lake;
  private TestConsole console;

  @BeforeAll
  static void writeLake() {
    lake = home.resolve(".sluice/lake");
    TestLake tables = new TestLake(lake);
    tables.silver(1, 0, "99.00");
    tables.silver(2, 1, "1.50", "1234567890123.40");
    tables.silver(2, 2, "7.00");
    tables.silver(3, 3, "8.00");
    tables.inForce(2);
    tables.gold(3, 12);
  }

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void aTableIsPrintedFromThePlatformsLake() {
    assertThat(console.run("sql", "select country, orders from gold.orders_1m")).isZero();

    assertThat(console.out())
        .isEqualTo(
            """
            country  orders
            -------  ------
            DE           12
            1 row
            """);
    assertThat(console.error()).isEqualTo("answered by Spark\n");
  }

  @Test
  void theGenerationInForceIsTheTable() {
    assertThat(ask("select count(*) as n from silver.clicks")).isEqualTo("n\n3\n");
  }

  @Test
  void jsonKeepsDigitsTimesBytesAndNesting() throws IOException {
    console.run(
        "sql",
        "select price, arrived_at, cast('ab' as binary) as bytes, tags, map('k', 1) as m, "
            + "named_struct('x', array(cast('ab' as binary))) as s, date'2026-03-01' as d "
            + "from silver.clicks order by arrived_at, price",
        "--json");

    JsonNode rows = new ObjectMapper().readTree(console.out());
    assertThat(rows).hasSize(3);
    assertThat(console.out().lines())
        .contains(
            "{\"price\":1.50,\"arrived_at\":\"2026-03-01T12:01:00Z\",\"bytes\":\"YWI=\","
                + "\"tags\":[\"a\",\"b\"],\"m\":{\"k\":1},\"s\":{\"x\":[\"YWI=\"]},"
                + "\"d\":\"2026-03-01\"},");
    assertThat(console.out()).contains("\"price\":1234567890123.40");
  }

  @Test
  void csvHasNestedValuesAsJson() {
    assertThat(ask("select tags, price from silver.clicks where price = 7"))
        .isEqualTo("tags,price\n\"[\"\"a\"\",\"\"b\"\"]\",7.00\n");
  }

  @Test
  void aTableIsCutAtTheLimitAndSaysSo() {
    console.run("sql", "select id from range(5) order by id", "--limit", "2");

    assertThat(console.out()).isEqualTo("id\n--\n 0\n 1\n2 rows\n");
    assertThat(console.error()).contains("--limit");
  }

  @Test
  void programsGetEveryRow() {
    assertThat(ask("select id from range(1500)").lines()).hasSize(1501);
  }

  @Test
  void aQueryMayStandInAFile() throws IOException {
    Path file = Files.writeString(home.resolve("q.sql"), "-- prices\nselect 1 as a;\n");

    assertThat(console.run("sql", "-f", file.toString(), "--csv")).isZero();

    assertThat(console.out()).isEqualTo("a\n1\n");
  }

  @Test
  void exactlyOneQueryIsNeeded() {
    assertThat(console.run("sql")).isEqualTo(2);
    assertThat(console.run("sql", "select 1", "-f", "q.sql")).isEqualTo(2);
    assertThat(console.run("sql", "-f", "missing.sql")).isEqualTo(2);
    assertThat(console.error()).contains("missing.sql: no such file").doesNotContain("\tat ");
  }

  @Test
  void theLedgerHasARowPerFlushOfTheGenerationInForce() {
    assertThat(
            ask(
                "select dataset, stage, generation, epoch, first_batch, batch, read, good,"
                    + " quarantined, bronze_rows, silver_rows, quarantine_rows, adds_up, reasons,"
                    + " offsets, frontier from ledger order by generation, batch"))
        .isEqualTo(
            "dataset,stage,generation,epoch,first_batch,batch,read,good,quarantined,bronze_rows,"
                + "silver_rows,quarantine_rows,adds_up,reasons,offsets,frontier\n"
                + ledgerLine(2, 1, 2)
                + ledgerLine(2, 2, 1));
  }

  private static String ledgerLine(int generation, int minute, int good) {
    long micros = (TestLake.NOON.getEpochSecond() + 60L * minute) * 1_000_000;
    return "clicks,silver,%1$d,1,%2$d,%2$d,%4$d,%3$d,1,%4$d,%3$d,1,true,%5$s,%6$s,%7$s\n"
        .formatted(
            generation,
            minute,
            good,
            good + 1,
            "\"{\"\"MALFORMED\"\":1}\"",
            "\"{\"\"shop.clicks\"\":{\"\"id\"\":\"\"id\"\",\"\"next\"\":{\"\"0\"\":"
                + minute * 10
                + "}}}\"",
            "\"{\"\"shop.clicks/0\"\":" + micros + "}\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show tables in silver",
        "describe silver.clicks",
        "describe history silver.clicks",
        "values (1), (2)",
        "with a as (select 1) select * from a",
        "table silver.clicks"
      })
  void whatReadsIsAnswered(String sql) {
    assertThat(console.run("sql", sql, "--json")).as(console.error()).isZero();

    assertThat(console.out()).startsWith("[\n{");
  }

  @Test
  void aPlanIsPrintedAsTheLinesItHas() {
    assertThat(console.run("sql", "explain select 1")).isZero();

    assertThat(console.out()).startsWith("== Physical Plan ==\n").doesNotContain("\\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into silver.clicks select * from silver.clicks",
        "with a as (select 1) insert into silver.clicks select * from a",
        "insert overwrite directory 'target/x' using csv select 1",
        "delete from silver.clicks",
        "update silver.clicks set price = 1",
        "merge into silver.clicks a using silver.clicks b on a.event_id = b.event_id"
            + " when matched then delete",
        "drop table silver.clicks",
        "drop view ledger",
        "truncate table silver.clicks",
        "create table a (b int)",
        "create table a using delta as select 1",
        "create or replace temp view a as select 1",
        "create database a",
        "alter table silver.clicks set tblproperties ('a' = 'b')",
        "set spark.sql.ansi.enabled = true",
        "reset",
        "use silver",
        "cache table silver.clicks",
        "refresh table silver.clicks",
        "analyze table silver.clicks compute statistics",
        "add jar 'target/x.jar'",
        "vacuum silver.clicks",
        "optimize silver.clicks",
        "restore table silver.clicks to version as of 0",
        "create table a shallow clone silver.clicks",
        "convert to delta parquet.`target/x`",
        "reorg table silver.clicks apply (purge)",
        "explain drop table silver.clicks",
        "explain insert into silver.clicks select 1",
        "select transform(event_id) using 'cat' from silver.clicks",
        "with a as (select transform(event_id) using 'cat' from silver.clicks) select * from a"
      })
  void whatChangesSomethingIsRefused(String sql) {
    assertThat(console.run("sql", sql)).isEqualTo(1);

    assertThat(console.error()).contains("`sluice sql` only reads").contains("SL-4022");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void aSlipIsShownInOneLineWithItsPlace() {
    assertThat(firstErrorLine("select * form silver.clicks"))
        .isEqualTo("sluice sql: Cannot run the query: syntax error near 'silver' (column 15)");
    assertThat(firstErrorLine("select 1\nfrom a b c"))
        .isEqualTo("sluice sql: Cannot run the query: syntax error near 'c' (line 2, column 10)");
  }

  @Test
  void anUnknownColumnNamesTheNearestOnes() {
    assertThat(firstErrorLine("select prise from silver.clicks"))
        .startsWith("sluice sql: Cannot run the query: unknown column \"prise\" (nearest: price");
  }

  @Test
  void aQueryThatFailsWhileItRunsShowsOnlyTheReason() {
    assertThat(firstErrorLine("select raise_error('no such price') from silver.clicks"))
        .isEqualTo("sluice sql: Cannot run the query: no such price");
  }

  @Test
  void anUnknownTableNamesTheOnesThereAre() {
    assertThat(firstErrorLine("select * from silver.klicks"))
        .isEqualTo(
            "sluice sql: Unknown table: silver.klicks (there are: silver.clicks, gold.orders_1m)");
    assertThat(firstErrorLine("select * from orders"))
        .contains("Unknown table: orders (there are: gold.orders_1m, silver.clicks)");
  }

  @Test
  void aLakeWithoutTablesSaysWhatFillsIt() throws IOException {
    Path empty = Files.createDirectories(home.resolve("empty"));

    for (Path none : List.of(empty, home.resolve("missing"))) {
      assertThat(console.run("sql", "select 1", "--lake", none.toString())).isEqualTo(1);
    }

    assertThat(console.error())
        .contains("SL-4020", "`sluice demo --keep`", "no such folder", "holds no table");
  }

  private String ask(String sql, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sql", sql, "--csv"));
    arguments.addAll(List.of(options));
    assertThat(console.run(arguments.toArray(String[]::new))).as(console.error()).isZero();
    return console.out();
  }

  private String firstErrorLine(String sql) {
    TestConsole own = TestConsole.piped(home);
    assertThat(own.run("sql", sql)).isEqualTo(1);
    assertThat(own.out()).isEmpty();
    assertThat(own.error().lines()).hasSize(3);
    return own.error().lines().findFirst().orElseThrow();
  }
}
