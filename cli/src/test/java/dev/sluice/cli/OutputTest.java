package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final TestConsole pipe = TestConsole.piped(Path.of("unused"));

  @Test
  void numbersStandToTheRightAndTextToTheLeft() {
    table(pipe, List.of("country", "orders"), row("DE", 12L), row("Austria", 7L));

    assertThat(pipe.out())
        .isEqualTo(
            """
            country  orders
            -------  ------
            DE           12
            Austria       7
            2 rows
            """);
  }

  @Test
  void aColumnThatIsNotOnlyNumbersStandsToTheLeft() {
    table(pipe, List.of("value"), row(1), row("a longer one"), row((Object) null));

    assertThat(pipe.out()).contains("\n1\na longer one\nnull\n3 rows\n");
  }

  @Test
  void aTableWithoutRowsStillHasItsHeader() {
    table(pipe, List.of("country"));

    assertThat(pipe.out()).isEqualTo("country\n-------\n0 rows\n");
  }

  @Test
  void theWidestColumnIsCutToTheTerminal() {
    TestConsole terminal = TestConsole.terminal(20);

    table(terminal, List.of("id", "text"), row(1, "x".repeat(50)));

    assertThat(terminal.out()).contains("\n 1  " + "x".repeat(15) + "…\n");
    assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 20);
  }

  @Test
  void nothingIsCutInAPipe() {
    table(pipe, List.of("text"), row("x".repeat(500)));

    assertThat(pipe.out()).contains("x".repeat(500));
  }

  @Test
  void whatATerminalWouldObeyIsShownInstead() {
    table(pipe, List.of("a\u001b[2J"), row("red\u001b[31m\r\nnext\ttab\u0000\u202Eback\u200b"));

    assertThat(pipe.out()).contains("a\\u001B[2J\n");
    assertThat(pipe.out()).contains("red\\u001B[31m\\r\\nnext\\ttab\\u0000\\u202Eback\\u200B");
  }

  @Test
  void loneSurrogatesDoNotBreakATable() {
    table(pipe, List.of("text"), row("a\uD800b"));

    assertThat(pipe.out()).contains("a\\uD800b");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    table(pipe, List.of("city", "n"), row("東京", 1), row("Rome", 2));

    assertThat(pipe.out()).contains("東京  1\nRome  2\n");
  }

  @Test
  void jsonKeepsTypesAndEveryDigit() throws Exception {
    write(
        OutputFormat.JSON,
        List.of("text", "count", "price", "flag", "none", "at"),
        row(
            "a\"b\n\u001b",
            9_007_199_254_740_993L,
            new BigDecimal("1E+3").setScale(2),
            true,
            null,
            Instant.EPOCH));

    JsonNode json = new ObjectMapper().readTree(pipe.out());
    assertThat(json).hasSize(1);
    assertThat(json.get(0).get("text").asText()).isEqualTo("a\"b\n\u001b");
    assertThat(json.get(0).get("none").isNull()).isTrue();
    assertThat(pipe.out())
        .contains("\"count\":9007199254740993,\"price\":1000.00,\"flag\":true")
        .contains("\"at\":\"1970-01-01T00:00:00Z\"");
  }

  @Test
  void jsonWithoutRowsIsAnEmptyArray() {
    write(OutputFormat.JSON, List.of("a"));

    assertThat(pipe.out()).isEqualTo("[]\n");
  }

  @Test
  void jsonHasOneKeyPerColumnEvenIfColumnsShareAName() {
    write(OutputFormat.JSON, List.of("a", "a", "a_2"), row(1, 2, 3));

    assertThat(pipe.out()).isEqualTo("[\n{\"a\":1,\"a_2\":2,\"a_2_2\":3}\n]\n");
  }

  @Test
  void numbersThatJsonDoesNotHaveAreStrings() {
    write(OutputFormat.JSON, List.of("a", "b", "c"), row(Double.NaN, Float.NEGATIVE_INFINITY, 0.5));

    assertThat(pipe.out()).contains("{\"a\":\"NaN\",\"b\":\"-Infinity\",\"c\":0.5}");
  }

  @Test
  void nestedValuesStayNestedInJsonAndAreJsonElsewhere() {
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("x", 1);
    struct.put("y", List.of("a", "b"));

    write(OutputFormat.JSON, List.of("s"), row(struct));
    table(pipe, List.of("s"), row(struct));

    assertThat(pipe.out()).contains("{\"s\":{\"x\":1,\"y\":[\"a\",\"b\"]}}");
    assertThat(pipe.out()).contains("\n{\"x\":1,\"y\":[\"a\",\"b\"]}\n1 row\n");
  }

  @Test
  void csvQuotesOnlyWhatNeedsIt() {
    write(OutputFormat.CSV, List.of("a", "b,c"), row("plain", "with \"quotes\""), row(null, ""));

    assertThat(pipe.out()).isEqualTo("a,\"b,c\"\nplain,\"with \"\"quotes\"\"\"\n,\"\"\n");
  }

  @Test
  void anObjectIsALinePerValueOrOneJsonObject() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("sent", 10);
    summary.put("accounting_ok", true);

    new Output(pipe.console(), OutputFormat.TABLE).object(summary);
    new Output(pipe.console(), OutputFormat.JSON).object(summary);

    assertThat(pipe.out())
        .isEqualTo("sent: 10\naccounting_ok: true\n{\"sent\":10,\"accounting_ok\":true}\n");
  }

  private static void table(TestConsole console, List<String> columns, List<?>... rows) {
    new Output(console.console(), OutputFormat.TABLE).rows(columns, List.of(rows));
  }

  private void write(OutputFormat format, List<String> columns, List<?>... rows) {
    new Output(pipe.console(), format).rows(columns, List.of(rows));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }
}
