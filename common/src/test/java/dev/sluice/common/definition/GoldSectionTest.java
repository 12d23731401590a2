package dev.sluice.common.definition;

import static dev.sluice.common.definition.BadFile.bad;
import static dev.sluice.common.definition.DefinitionFile.good;
import static dev.sluice.common.definition.DefinitionFile.least;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Hot;
import dev.sluice.common.definition.DatasetDefinition.NamedMeasure;
import dev.sluice.common.definition.DatasetDefinition.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoldSectionTest {
  private static final String KEY = "sales:{country}:{window_start}";

  @TempDir Path folder;

  @Test
  void noGoldByDefault() {
    assertThat(least().definition(folder).aggregates()).isEmpty();
  }

  @Test
  void defaults() {
    assertThat(aggregate("1 minute").definition(folder).aggregates())
        .containsExactly(
            new Aggregate(
                "clicks_1m",
                Window.tumbling(Duration.ofMinutes(1)),
                Duration.ofHours(1),
                List.of(),
                List.of(new NamedMeasure("clicks", "count(*)")),
                Optional.empty()));
  }

  @Test
  void theBucketIsNeverShorterThanTheWindow() {
    assertThat(aggregate("1 day").definition(folder).aggregates().get(0).bucket())
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void slidingWindowsOverlap() {
    Aggregate sliding =
        good()
            .with("{tumbling: 1 minute}", "{sliding: 15 minutes, every: 40 s}")
            .definition(folder)
            .aggregates()
            .get(0);
    assertThat(sliding.window())
        .isEqualTo(new Window(Duration.ofMinutes(15), Duration.ofSeconds(40)));
  }

  @Test
  void everyKeySet() {
    assertThat(good().definition(folder).aggregates())
        .containsExactly(
            new Aggregate(
                "sales_by_country_1m",
                Window.tumbling(Duration.ofMinutes(1)),
                Duration.ofMinutes(30),
                List.of("country"),
                List.of(
                    new NamedMeasure("orders", "count(*)"),
                    new NamedMeasure("revenue", "sum(price)")),
                Optional.of(new Hot(KEY, Duration.ofHours(2)))));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValues(DefinitionFile file, List<String> problems) {
    assertThat(file.problems(folder)).isEqualTo(problems);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad(
            "no aggregates",
            least().plus("gold: {}\n"),
            "14:7: Missing required key: gold.aggregates"),
        bad(
            "nothing in an aggregate",
            least().plus("gold: {aggregates: [{}]}\n"),
            "14:21: Missing required key: gold.aggregates[0].name",
            "14:21: Missing required key: gold.aggregates[0].window",
            "14:21: Missing required key: gold.aggregates[0].measures"),
        bad(
            "a bad name",
            good().with("name: sales_by_country_1m", "name: 1m_sales"),
            "40:13: Invalid value for gold.aggregates[0].name: 1m_sales ("
                + Names.TABLE_HINT
                + ")"),
        bad(
            "no window in it",
            good().with("{tumbling: 1 minute}", "{}"),
            "41:15: Not one kind of window: gold.aggregates[0].window (such as {tumbling: 1"
                + " minute}, or {sliding: 15 minutes, every: 1 minute})"),
        bad(
            "two kinds of window",
            good().with("{tumbling: 1 minute}", "{tumbling: 1 minute, sliding: 15 s, every: 5 s}"),
            "41:15: Not one kind of window: gold.aggregates[0].window (such as {tumbling: 1"
                + " minute}, or {sliding: 15 minutes, every: 1 minute})"),
        bad(
            "a sliding window that does not slide",
            good().with("{tumbling: 1 minute}", "{sliding: 15 minutes}"),
            "41:15: Missing required key: gold.aggregates[0].window.every (such as every: 1"
                + " minute)"),
        bad(
            "a tumbling window that slides",
            good().with("{tumbling: 1 minute}", "{tumbling: 1 minute, every: 10 s}"),
            "41:43: Belongs to sliding windows: gold.aggregates[0].window.every (leave it out, or"
                + " write sliding instead of tumbling)"),
        bad(
            "windows with gaps",
            good().with("{tumbling: 1 minute}", "{sliding: 1 minute, every: 2 minutes}"),
            "41:42: Events between two windows would be in none: gold.aggregates[0].window.every"
                + " (at most 1 minute)"),
        bad(
            "a window for every second of a day",
            good()
                .with("{tumbling: 1 minute}", "{sliding: 1 day, every: 1 s}")
                .with("bucket: 30 minutes", "bucket: 1 day")
                .with("ttl: 2 hours", "ttl: 2 days"),
            "41:39: Too many windows for one event: gold.aggregates[0].window.every makes 86400 (at"
                + " most 1000)"),
        bad(
            "a session window",
            good().with("{tumbling: 1 minute}", "{session: 30 minutes}"),
            "41:16: not supported yet: session windows"),
        bad(
            "a bad window",
            good().with("{tumbling: 1 minute}", "{tumbling: minute}"),
            "41:26: Invalid value for gold.aggregates[0].window.tumbling: minute ("
                + Durations.HINT
                + ")"),
        bad(
            "a bucket shorter than the window",
            good().with("bucket: 30 minutes", "bucket: 30 s"),
            "42:15: Bucket shorter than the window: gold.aggregates[0].bucket: 30 seconds (at least"
                + " 1 minute)"),
        bad(
            "groupBy: unknown column",
            good()
                .with("groupBy: [country]", "groupBy: [contry]")
                .with(KEY, "sales:{contry}:{window_start}"),
            "43:17: Unknown column of silver: gold.aggregates[0].groupBy[0]: contry (did you mean country?)"),
        bad(
            "groupBy: a list",
            good()
                .with("groupBy: [country]", "groupBy: [country, tags]")
                .with(KEY, KEY + ":{tags}"),
            "43:26: Wrong type: gold.aggregates[0].groupBy[1]: tags is array<string> (rows cannot"
                + " be told apart by it)"),
        bad(
            "groupBy: a name of ours",
            good()
                .with("groupBy: [country]", "groupBy: [country, _topic]")
                .with(KEY, KEY + ":{_topic}"),
            "43:26: Name is ours: gold's _topic (choose another name)"),
        bad(
            "groupBy: twice",
            good().with("groupBy: [country]", "groupBy: [country, country]"),
            "43:26: Named twice: country"),
        bad(
            "measures: none",
            good()
                .with(
                    "      measures:\n        orders: \"count(*)\"\n        revenue: \"sum(price)\"\n",
                    "      measures: {}\n"),
            "44:17: No measure in gold.aggregates[0].measures (such as {orders: \"count(*)\"})"),
        bad(
            "measures: a list",
            good()
                .with(
                    "      measures:\n        orders: \"count(*)\"\n        revenue: \"sum(price)\"\n",
                    "      measures: [count(*)]\n"),
            "44:17: Expected a mapping for gold.aggregates[0].measures, found a list"),
        bad(
            "measures: a name of ours",
            good().with("orders: \"count", "final: \"count"),
            "45:16: Name is ours: gold's final (choose another name)"),
        bad(
            "measures: a name that Delta refuses",
            good().with("orders: \"count", "a=b: \"count"),
            "45:14: Not a name for a column: a=b (choose another name)"),
        bad(
            "measures: the name of a group column",
            good().with("orders: \"count", "Country: \"count"),
            "45:18: Two columns with one name: country, Country (choose another name)"),
        bad(
            "measures: twice",
            good().with("revenue: \"sum", "orders: \"sum"),
            "46:9: Duplicate key: gold.aggregates[0].measures.orders (first at line 45)"),
        bad(
            "measures: a name that YAML 1.1 takes for a boolean",
            good().with("orders: \"count", "on: \"count"),
            "45:9: Ambiguous value for gold.aggregates[0].measures.(key): on is a boolean to some"
                + " readers of YAML and a text to others (quote it: \"on\")"),
        bad(
            "measures: unknown column",
            good().with("sum(price)", "sum(prise)"),
            "46:18: gold.aggregates[0].measures.revenue: unknown column \"prise\" (did you mean price?)"),
        bad(
            "measures: a sum of doubles",
            good().with("sum(price)", "sum(score)"),
            "46:18: gold.aggregates[0].measures.revenue: sum over double is not exact: cast it to decimal(18,2) or bigint"),
        bad(
            "measures: no aggregate",
            good().with("sum(price)", "price"),
            "46:18: gold.aggregates[0].measures.revenue: a measure is a call of "
                + MeasureCall.KNOWN
                + ", or a calculation with such calls"),
        bad(
            "measures: approximate",
            good().with("\"sum(price)\"", "{expr: sum(score), approximate: true}"),
            "46:18: not supported yet: approximate"),
        bad(
            "approximate",
            good().with("bucket: 30 minutes", "approximate: true"),
            "42:7: not supported yet: approximate"),
        bad(
            "hot: no ttl",
            good().with("        ttl: 2 hours\n", ""),
            "48:9: Missing required key: gold.aggregates[0].hot.ttl"),
        bad(
            "hot: a bad ttl",
            good().with("ttl: 2 hours", "ttl: forever"),
            "49:14: Invalid value for gold.aggregates[0].hot.ttl: forever ("
                + Durations.HINT
                + ")"),
        bad(
            "hot: ttl shorter than window and lateness",
            good().with("ttl: 2 hours", "ttl: 10 minutes"),
            "49:14: gold.aggregates[0].hot.ttl: 10 minutes is shorter than window + late.after (at"
                + " least 11 minutes)"),
        bad(
            "hot: the latest value",
            good().with("ttl: 2 hours", "ttl: 2 hours\n        value: latest"),
            "50:9: not supported yet: hot value: latest"),
        bad(
            "hot: a group column left out",
            good().with(KEY, "sales:{window_start}"),
            "48:14: gold.aggregates[0].hot.key: leaves out {country}, so that different rows share"
                + " a key (add {country})"),
        bad(
            "hot: the window left out",
            good().with(KEY, "sales:{country}"),
            "48:14: gold.aggregates[0].hot.key: leaves out {window_start}, so that different rows"
                + " share a key (add {window_start})"),
        bad(
            "hot: an unknown placeholder",
            good().with(KEY, KEY + ":{page}"),
            "48:14: gold.aggregates[0].hot.key: unknown placeholder {page} (known: country,"
                + " window_start)"),
        bad(
            "hot: a placeholder twice",
            good().with(KEY, KEY + ":{country}"),
            "48:14: gold.aggregates[0].hot.key: has {country} twice (once is enough)"),
        bad(
            "hot: nothing between placeholders",
            good().with(KEY, "sales:{country}{window_start}"),
            "48:14: gold.aggregates[0].hot.key: nothing separates {country}{window_start} (put a"
                + " colon between them)"),
        bad(
            "hot: what may be in a value between placeholders",
            good().with(KEY, "sales:{country}-%{window_start}"),
            "48:14: gold.aggregates[0].hot.key: nothing separates {country}-%{window_start} (put a"
                + " colon between them)"),
        bad(
            "hot: a brace alone",
            good().with(KEY, "sales:{country}:{window_start"),
            "48:14: gold.aggregates[0].hot.key: braces do not pair up (write {column})"));
  }

  private static DefinitionFile aggregate(String window) {
    return least()
        .plus(
            """
            gold:
              aggregates:
                - name: clicks_1m
                  window: {tumbling: %s}
                  measures: {clicks: "count(*)"}
            """
                .formatted(window));
  }
}
