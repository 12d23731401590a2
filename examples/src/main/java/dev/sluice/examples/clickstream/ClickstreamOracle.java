package dev.sluice.examples.clickstream;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.sluice.examples.clickstream.JudgedClicks.GoodClick;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.ExpectedAggregate;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.HotKeys;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.expected.Windows;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Computes what the clickstream dataset must make of a truth file. Knows nothing of Sluice: it says
 * in plain Java what {@code examples/clickstream/dataset.yaml} says in SQL.
 */
public final class ClickstreamOracle {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration TTL = Duration.ofHours(2);

  private ClickstreamOracle() {}

  /** Verdict counts and gold. */
  public static Expected of(Path truthFile) throws IOException {
    JudgedClicks judged = JudgedClicks.of(truthFile);
    return new Expected(
        judged.counts(),
        List.of(
            new ExpectedAggregate(
                "sales_by_country_1m",
                Optional.of(new HotKeys("sales:{country}:{window_start}", TTL)),
                goldRows(judged.good(), ClickstreamOracle::country, ClickstreamOracle::sales)),
            new ExpectedAggregate(
                "views_by_page_1m",
                Optional.of(new HotKeys("views:{page}:{device}:{window_start}", TTL)),
                goldRows(
                    judged.good(), ClickstreamOracle::pageAndDevice, ClickstreamOracle::views))));
  }

  /** The rows of silver, in the order of judging. */
  public static List<SilverRow> silver(Path truthFile) throws IOException {
    return JudgedClicks.of(truthFile).good().stream().map(ClickstreamOracle::silverRow).toList();
  }

  private static SilverRow silverRow(GoodClick good) {
    Click click = good.click();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("occurred_at", click.occurredAt());
    fields.put("user_id", click.userId());
    fields.put("page", page(click));
    fields.put("country", click.country());
    fields.put("price", price(click));
    fields.put("quantity", click.quantity());
    fields.put("device", click.device());
    fields.put("user_agent", click.userAgent());
    fields.put("referrer", click.referrer());
    fields.put("amount", amount(click));
    return new SilverRow(
        click.eventId(),
        Instant.ofEpochMilli(click.occurredAt()),
        good.coordinates(),
        good.late(),
        good.warned() ? List.of("known_country") : List.of(),
        fields);
  }

  private static List<GoldRow> goldRows(
      List<GoodClick> clicks,
      Function<Click, Map<String, String>> group,
      Function<List<Click>, Map<String, Object>> measures) {
    Map<Group, List<GoodClick>> groups =
        clicks.stream()
            .collect(
                groupingBy(good -> Group.of(good.click(), group), LinkedHashMap::new, toList()));
    return groups.entrySet().stream()
        .map(entry -> goldRow(entry.getKey(), entry.getValue(), measures))
        .toList();
  }

  private static GoldRow goldRow(
      Group group, List<GoodClick> members, Function<List<Click>, Map<String, Object>> measures) {
    return new GoldRow(
        group.windowStart(),
        group.windowStart().plus(WINDOW),
        group.columns(),
        measures.apply(members.stream().map(GoodClick::click).toList()),
        members.stream().filter(GoodClick::late).count());
  }

  private static Map<String, String> country(Click click) {
    return Map.of("country", click.country());
  }

  private static Map<String, String> pageAndDevice(Click click) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("page", page(click));
    columns.put("device", click.device());
    return columns;
  }

  private static Map<String, Object> sales(List<Click> clicks) {
    BigDecimal sum = sum(clicks, ClickstreamOracle::price);
    Map<String, Object> measures = new LinkedHashMap<>();
    measures.put("orders", (long) clicks.size());
    measures.put("revenue", sum(clicks, ClickstreamOracle::amount));
    // Spark's avg of decimal(18,2) is decimal(22,6).
    measures.put(
        "avg_price", sum.divide(BigDecimal.valueOf(clicks.size()), 6, RoundingMode.HALF_UP));
    measures.put(
        "min_price", clicks.stream().map(ClickstreamOracle::price).min(naturalOrder()).get());
    measures.put(
        "max_price", clicks.stream().map(ClickstreamOracle::price).max(naturalOrder()).get());
    return measures;
  }

  private static Map<String, Object> views(List<Click> clicks) {
    LongSummaryStatistics quantity = clicks.stream().mapToLong(Click::quantity).summaryStatistics();
    Map<String, Object> measures = new LinkedHashMap<>();
    measures.put("views", quantity.getCount());
    measures.put("items", quantity.getSum());
    measures.put("avg_quantity", quantity.getAverage());
    measures.put("max_quantity", quantity.getMax());
    return measures;
  }

  private static BigDecimal sum(List<Click> clicks, Function<Click, BigDecimal> amount) {
    return clicks.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String page(Click click) {
    return click.page().toLowerCase(Locale.ROOT);
  }

  private static BigDecimal price(Click click) {
    return click.price().setScale(2, RoundingMode.UNNECESSARY);
  }

  private static BigDecimal amount(Click click) {
    return price(click).multiply(BigDecimal.valueOf(click.quantity()));
  }

  private record Group(Instant windowStart, Map<String, String> columns) {
    static Group of(Click click, Function<Click, Map<String, String>> columns) {
      Instant occurred = Instant.ofEpochMilli(click.occurredAt());
      return new Group(Windows.startOf(occurred, WINDOW), columns.apply(click));
    }
  }
}
