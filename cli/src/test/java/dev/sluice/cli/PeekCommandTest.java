package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeekCommandTest {
  private static final byte[] HOSTILE =
      concat("\u001b[2Jred\r\n\u202E\u0000".getBytes(UTF_8), new byte[] {(byte) 0xC3, '('});

  @TempDir static Path home;
  private TestConsole console;

  @BeforeAll
  static void writeLake() {
    TestLake tables = new TestLake(home.resolve(".sluice/lake"));
    tables.bronze(0, "{\"a\":1}".getBytes(UTF_8), "ünï".getBytes(UTF_8));
    tables.bronze(1, HOSTILE, null);
    tables.silver(1, 0, "1.00", "2.00");
    tables.silver(1, 5, "3.00");
    tables.silver(1, 9, "4.00", "5.00");
    tables.quarantine(3, "older");
    tables.quarantine(4, "newer");
    tables.gold(3, 30);
    tables.gold(12, 120);
    tables.gold(11, 110);
  }

  @BeforeEach
  void piped() {
    console = TestConsole.piped(home);
  }

  @Test
  void theNewestRowsComeFirst() throws IOException {
    assertThat(peek("silver.clicks", 3).findValuesAsText("price"))
        .containsExactly("5.0", "4.0", "3.0");
    assertThat(peek("gold.orders_1m", 2).findValuesAsText("orders")).containsExactly("120", "110");
    assertThat(peek("quarantine.clicks", 1).findValuesAsText("detail")).containsExactly("newer");
  }

  @Test
  void whenTheEndOfTheTableHasTooFewRowsAllOfItIsRead() throws IOException {
    assertThat(peek("silver.clicks", 4)).hasSize(4);
    assertThat(peek("silver.clicks", 99)).hasSize(5);
    assertThat(peek("gold.orders_1m", 3).findValuesAsText("orders"))
        .containsExactly("120", "110", "30");
  }

  @Test
  void bronzeShowsBytesAsTextThatNoTerminalObeys() {
    assertThat(console.run("peek", "bronze.clicks")).isZero();

    assertThat(console.out())
        .contains("\\u001B[2Jred\\r\\n\\u202E\\u0000\\xC3(")
        .contains("{\"a\":1}")
        .contains("ünï")
        .doesNotContain("\u001b", "\u202E", "\u0000");
    assertThat(console.out().lines()).hasSize(2 + 4 + 1);
  }

  @Test
  void programsGetEveryColumnOfBronze() throws IOException {
    JsonNode rows = peek("bronze.clicks", 2);

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("value").isNull()).isTrue();
    assertThat(rows.get(1).get("value").asText()).isEqualTo("\u001b[2Jred\r\n\u202E\u0000\\xC3(");
    assertThat(rows.get(1).get("headers").toString())
        .isEqualTo("[{\"key\":\"trace\",\"value\":\"\\\\xFFx\"}]");
    assertThat(rows.get(1).get("epoch").asLong()).isEqualTo(1);
  }

  @Test
  void linesFitTheTerminal() {
    TestConsole terminal = TestConsole.terminal(40);

    String lake = home.resolve(".sluice/lake").toString();
    assertThat(terminal.run("peek", "bronze.clicks", "--lake", lake)).isZero();

    assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 40);
    assertThat(terminal.out()).contains("…").contains("row 1\n").contains("  offset      1\n");
  }

  @Test
  void aTerminalThatIsWideEnoughShowsATable() {
    TestConsole terminal = TestConsole.terminal(80);

    String lake = home.resolve(".sluice/lake").toString();
    assertThat(terminal.run("peek", "bronze.clicks", "--lake", lake)).isZero();

    assertThat(terminal.out()).startsWith("topic  ").contains("…");
    assertThat(terminal.out().lines()).hasSize(2 + 4 + 1).allMatch(line -> line.length() <= 80);
  }

  @Test
  void anUnknownTableNamesTheNearestFirst() {
    assertThat(console.run("peek", "silver.click")).isEqualTo(1);
    assertThat(console.run("peek", "clicks")).isEqualTo(1);

    assertThat(console.error())
        .contains("Unknown table: silver.click (there are: silver.clicks, ")
        .contains("Unknown table: clicks (there are: bronze.clicks, silver.clicks, ");
  }

  private static JsonNode peek(String table, int rows) throws IOException {
    TestConsole console = TestConsole.piped(home);
    assertThat(console.run("peek", table, "--rows", String.valueOf(rows), "--json"))
        .as(console.error())
        .isZero();
    return new ObjectMapper().readTree(console.out());
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = java.util.Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
