package dev.sluice.examples.clickstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.expected.Counts;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.truth.Coordinates;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickstreamOracleTest {
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;

  @TempDir Path folder;
  private Path truth;

  /** Written out of order, as acknowledgements of different partitions come. */
  @BeforeEach
  void writeTruth() throws IOException {
    truth = folder.resolve("truth.jsonl");
    Files.write(
        truth,
        List.of(
            click(0, "normal", 0, 0, 10, "a", 0, "DE", "10.00", 2, "/Shop", "\"mobile\"", "null"),
            click(2, "duplicate", 0, 1, 1000, "a", 0, "DE", "10.00", 2, "/Shop", "\"mobile\"", ""),
            click(
                1, "normal", 1, 0, 500, "b", 400, "DE", "0.01", 1, "/shop", "\"mobile\"", "\"x\""),
            click(3, "id_conflict", 1, 1, 1500, "b", 400, "DE", "9", 1, "/shop", "\"mobile\"", ""),
            // Judged by the broker's time: this repeat is in a later line but came first.
            click(5, "normal", 0, 2, 6000, "c", 0, "FR", "5.00", 1, "/", "null", "\"x\""),
            click(
                4,
                "duplicate_elsewhere",
                1,
                2,
                5900,
                "c",
                0,
                "FR",
                "5.00",
                1,
                "/",
                "null",
                "\"x\""),
            click(6, "late", 0, 3, 7000, "d", -11 * MINUTE, "DE", "10.01", 3, "/shop", "null", ""),
            click(7, "future", 0, 4, 8000, "e", 6 * MINUTE, "DE", "1", 1, "/", "null", ""),
            click(8, "bot", 0, 5, 8000, "f", 0, "DE", "1", 1, "/", "null", "\"a bot\""),
            click(9, "negative_price", 0, 6, 8000, "g", 0, "DE", "-1", 1, "/", "null", ""),
            click(
                10,
                "unknown_country",
                0,
                7,
                9000,
                "h",
                100,
                "XX",
                "2.50",
                1,
                "/shop",
                "\"mobile\"",
                ""),
            broken(11, "truncated", "MALFORMED", 0, 8, 9000),
            broken(12, "tombstone", "TOMBSTONE", 0, 9, 9000),
            // 31 minutes after the first "a": beyond the deduplication window.
            click(
                13,
                "normal",
                0,
                10,
                31 * MINUTE,
                "a",
                0,
                "DE",
                "10.00",
                2,
                "/Shop",
                "\"mobile\"",
                "")));
  }

  @Test
  void everyRecordHasOneVerdict() throws IOException {
    Counts counts = ClickstreamOracle.of(truth).counts();
    assertThat(counts)
        .isEqualTo(
            new Counts(
                14,
                6,
                3,
                1,
                1,
                2,
                1,
                new TreeMap<>(
                    Map.of(
                        "FUTURE_EVENT_TIME",
                        1L,
                        "RULE_FAILED",
                        1L,
                        "MALFORMED",
                        1L,
                        "TOMBSTONE",
                        1L))));
    assertThat(counts.good() + counts.duplicate() + counts.quarantined() + counts.filtered())
        .isEqualTo(counts.sent());
  }

  @Test
  void salesAddUpPerCountryAndMinute() throws IOException {
    Expected expected = ClickstreamOracle.of(truth);
    assertThat(expected.aggregate("sales_by_country_1m").rows())
        .containsExactlyInAnyOrder(
            // a twice (20.00 each, the second late), b once with its first price.
            sales(NOON, "DE", 3, "40.01", "6.670000", "0.01", "10.00", 1),
            sales(NOON, "FR", 1, "5.00", "5.000000", "5.00", "5.00", 0),
            sales(NOON, "XX", 1, "2.50", "2.500000", "2.50", "2.50", 0),
            sales(NOON - 11 * MINUTE, "DE", 1, "30.03", "10.010000", "10.01", "10.01", 1));
  }

  @Test
  void viewsAddUpPerPageAndDevice() throws IOException {
    Expected expected = ClickstreamOracle.of(truth);
    assertThat(expected.aggregate("views_by_page_1m").rows())
        .containsExactlyInAnyOrder(
            views(NOON, "/shop", "mobile", 4, 6, 1.5, 2, 1),
            views(NOON, "/", null, 1, 1, 1.0, 1, 0),
            views(NOON - 11 * MINUTE, "/shop", null, 1, 3, 3.0, 3, 1));
  }

  @Test
  void anAverageIsRoundedHalfUpToSixDigits() throws IOException {
    Files.write(
        truth,
        List.of(
            click(0, "normal", 0, 0, 0, "a", 0, "DE", "0.01", 1, "/", "null", ""),
            click(1, "normal", 0, 1, 0, "b", 0, "DE", "0.01", 1, "/", "null", ""),
            click(2, "normal", 0, 2, 0, "c", 0, "DE", "0.00", 1, "/", "null", "")));
    assertThat(ClickstreamOracle.of(truth).aggregate("sales_by_country_1m").rows())
        .containsExactly(sales(NOON, "DE", 3, "0.02", "0.006667", "0.00", "0.01", 0));
  }

  @Test
  void silverHasTheFirstOfEachIdAndSaysWhereItMayLie() throws IOException {
    List<SilverRow> silver = ClickstreamOracle.silver(truth);
    assertThat(silver).extracting(SilverRow::eventId).containsExactly("a", "b", "c", "d", "h", "a");
    assertThat(silver.get(0).coordinates()).containsExactly(at(0, 0));
    assertThat(silver.get(2).coordinates()).containsExactly(at(1, 2), at(0, 2));
    assertThat(silver.get(3).late()).isTrue();
    assertThat(silver.get(4).warnings()).containsExactly("known_country");
    assertThat(silver.get(0).fields())
        .containsEntry("page", "/shop")
        .containsEntry("price", new BigDecimal("10.00"))
        .containsEntry("amount", new BigDecimal("20.00"))
        .containsEntry("user_agent", null);
  }

  private static Coordinates at(int partition, long offset) {
    return new Coordinates("shop.clicks", partition, offset);
  }

  private static GoldRow sales(
      long window,
      String country,
      long orders,
      String revenue,
      String average,
      String min,
      String max,
      long late) {
    return new GoldRow(
        Instant.ofEpochMilli(window),
        Instant.ofEpochMilli(window + MINUTE),
        Map.of("country", country),
        Map.of(
            "orders", orders,
            "revenue", new BigDecimal(revenue),
            "avg_price", new BigDecimal(average),
            "min_price", new BigDecimal(min),
            "max_price", new BigDecimal(max)),
        late);
  }

  private static GoldRow views(
      long window,
      String page,
      String device,
      long views,
      long items,
      double average,
      long max,
      long late) {
    Map<String, String> group = new TreeMap<>(Map.of("page", page));
    group.put("device", device);
    return new GoldRow(
        Instant.ofEpochMilli(window),
        Instant.ofEpochMilli(window + MINUTE),
        Collections.unmodifiableMap(group),
        Map.of("views", views, "items", items, "avg_quantity", average, "max_quantity", max),
        late);
  }

  private static String click(
      int sequence,
      String kind,
      int partition,
      int offset,
      long arrival,
      String id,
      long occurred,
      String country,
      String price,
      int quantity,
      String page,
      String device,
      String userAgent) {
    String agent = userAgent.isEmpty() ? "" : ",\"user_agent\":" + userAgent;
    return line(sequence, kind, partition, offset, arrival)
        + ",\"event_id\":\"%s\",\"fields\":{\"event_id\":\"%s\",\"occurred_at\":%d,"
            .formatted(id, id, NOON + occurred)
        + "\"user_id\":\"u\",\"page\":\"%s\",\"country\":\"%s\",".formatted(page, country)
        + "\"price\":%s,\"quantity\":%d,\"device\":%s%s}}"
            .formatted(price, quantity, device, agent);
  }

  private static String broken(
      int sequence, String kind, String reason, int partition, int offset, long arrival) {
    return line(sequence, kind, partition, offset, arrival)
        + ",\"reason\":\"%s\"}".formatted(reason);
  }

  private static String line(int sequence, String kind, int partition, int offset, long arrival) {
    return "{\"sequence\":%d,\"kind\":\"%s\",\"topic\":\"shop.clicks\",\"partition\":%d,\"offset\":%d,\"timestamp\":%d,\"sent_at\":%d"
        .formatted(sequence, kind, partition, offset, NOON + arrival, NOON + arrival - 3);
  }
}
